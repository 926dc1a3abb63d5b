#include "CCurl.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    CURL *handle;
    const CcurlRequest *request;
    int stopped;
} Call;

static size_t receive_head(char *line, size_t size, size_t count, void *context) {
    Call *call = context;
    if (!call->request->head(call->request->context, line, size * count)) return size * count;
    call->stopped = 1;
    return 0;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *context) {
    Call *call = context;
    long status = 0;
    curl_easy_getinfo(call->handle, CURLINFO_RESPONSE_CODE, &status);
    if (!call->request->body(call->request->context, status, (const uint8_t *)bytes, size * count)) return size * count;
    call->stopped = 1;
    return size * count == 0 ? 1 : 0;
}

static CcurlOutcome outcome_of(CURLcode code, int stopped) {
    if (stopped) return CcurlStopped;
    switch (code) {
    case CURLE_OK: return CcurlComplete;
    case CURLE_OPERATION_TIMEDOUT: return CcurlStalled;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return CcurlCutOff;
    case CURLE_TOO_MANY_REDIRECTS: return CcurlTooManyRedirects;
    case CURLE_UNSUPPORTED_PROTOCOL: return CcurlForbiddenAddress;
    default: return CcurlFailed;
    }
}

static void restrict_schemes(CURL *handle, const char *schemes) {
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, schemes);
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
#else
    long mask = strstr(schemes, "http,") ? CURLPROTO_HTTP | CURLPROTO_HTTPS : CURLPROTO_HTTPS;
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS, mask);
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, mask);
#endif
}

static struct curl_slist *headers(const CcurlRequest *request) {
    struct curl_slist *list = NULL;
    char line[1024];
    if (request->range_header) {
        snprintf(line, sizeof line, "Range: %s", request->range_header);
        list = curl_slist_append(list, line);
    }
    if (request->if_range_header) {
        snprintf(line, sizeof line, "If-Range: %s", request->if_range_header);
        list = curl_slist_append(list, line);
    }
    return list;
}

CcurlResult ccurl_get(const CcurlRequest *request) {
    CcurlResult result;
    memset(&result, 0, sizeof result);
    result.outcome = CcurlFailed;
    char message[CURL_ERROR_SIZE] = "";
    Call call = {curl_easy_init(), request, 0};
    if (!call.handle) {
        snprintf(result.message, sizeof result.message, "libcurl does not start");
        return result;
    }
    struct curl_slist *list = headers(request);
    CURL *handle = call.handle;
    curl_easy_setopt(handle, CURLOPT_URL, request->address);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, request->user_agent);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, message);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, request->most_redirects);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, request->stall_seconds);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, request->stall_seconds);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, receive_head);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &call);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &call);
    restrict_schemes(handle, request->schemes);
    CURLcode code = curl_easy_perform(handle);
    result.outcome = outcome_of(code, call.stopped);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &result.status);
    const char *address = NULL;
    curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &address);
    snprintf(result.address, sizeof result.address, "%s", address ? address : request->address);
    snprintf(result.message, sizeof result.message, "%s", message[0] ? message : curl_easy_strerror(code));
    curl_slist_free_all(list);
    curl_easy_cleanup(handle);
    return result;
}
