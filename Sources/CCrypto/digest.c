#include "CCrypto.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct CcryptoDigest {
    EVP_MD_CTX *context;
};

CcryptoDigest *ccrypto_sha256(void) {
    CcryptoDigest *digest = malloc(sizeof *digest);
    if (!digest) return NULL;
    digest->context = EVP_MD_CTX_new();
    if (digest->context && EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) == 1) return digest;
    ccrypto_free(digest);
    return NULL;
}

int ccrypto_add(CcryptoDigest *digest, const uint8_t *bytes, size_t count) {
    return EVP_DigestUpdate(digest->context, bytes, count) == 1;
}

int ccrypto_end(CcryptoDigest *digest, uint8_t result[CCRYPTO_SHA256_LENGTH]) {
    return EVP_DigestFinal_ex(digest->context, result, NULL) == 1;
}

void ccrypto_free(CcryptoDigest *digest) {
    if (!digest) return;
    EVP_MD_CTX_free(digest->context);
    free(digest);
}
