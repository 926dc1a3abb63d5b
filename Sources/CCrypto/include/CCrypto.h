#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4) of libcrypto's digests.

typedef struct CcryptoDigest CcryptoDigest;

#define CCRYPTO_SHA256_LENGTH 32

/// NULL where the library does not start.
CcryptoDigest *ccrypto_sha256(void);
/// 0 where the library refuses.
int ccrypto_add(CcryptoDigest *digest, const uint8_t *bytes, size_t count);
/// Writes the digest of all that was added; 0 where the library refuses. Nothing can be added afterwards.
int ccrypto_end(CcryptoDigest *digest, uint8_t result[CCRYPTO_SHA256_LENGTH]);
void ccrypto_free(CcryptoDigest *digest);

#endif
