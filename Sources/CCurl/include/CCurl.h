#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>
#include <stdint.h>

// libcurl's easy interface, whose options are variadic: one request from its address to its end.

typedef enum {
    /// The body was received to its end.
    CcurlComplete,
    /// A callback of the request wanted no more.
    CcurlStopped,
    /// Nothing came for as long as the request allows, or no connection within that time.
    CcurlStalled,
    /// The connection ended before the body did.
    CcurlCutOff,
    CcurlTooManyRedirects,
    /// The address, or one that it was redirected to, is of a kind that is not allowed.
    CcurlForbiddenAddress,
    /// Anything else, in the library's words.
    CcurlFailed,
} CcurlOutcome;

/// Room for the library's words, their end included.
#define CCURL_MESSAGE_LENGTH 256

typedef struct {
    const char *address;
    /// `bytes=100-`; NULL for all of the body.
    const char *range_header;
    /// What the range is bound to, an entity tag; NULL for nothing.
    const char *if_range_header;
    const char *user_agent;
    /// The schemes that the address, and those it is redirected to, may have, divided by commas.
    const char *schemes;
    long most_redirects;
    /// Within which a connection must be made, and without any byte of the body.
    long stall_seconds;
    void *context;
    /// A line of the head of a response, its end included; those of responses that redirect come too. 0 to go on.
    int (*head)(void *context, const char *line, size_t count);
    /// Bytes of the body of the last response, whose status it is told. 0 to go on.
    int (*body)(void *context, long status, const uint8_t *bytes, size_t count);
} CcurlRequest;

typedef struct {
    CcurlOutcome outcome;
    /// Of the last response; 0 where there was none.
    long status;
    /// Where the last response came from, as far as there is room.
    char address[1024];
    /// What was wrong, in the library's words.
    char message[CCURL_MESSAGE_LENGTH];
} CcurlResult;

/// Makes a request. Proxies are those of the environment (`https_proxy`, `no_proxy`, …), as libcurl has them. No signal is used.
CcurlResult ccurl_get(const CcurlRequest *request);

#endif
