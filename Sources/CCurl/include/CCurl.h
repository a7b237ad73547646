#ifndef PORTICO_CCURL_H
#define PORTICO_CCURL_H
#include <curl/curl.h>

// curl_easy_setopt is variadic, which Swift cannot call; one shim per argument type.
CURLcode portico_curl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode portico_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode portico_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode portico_curl_set_read(CURL *handle, size_t (*read)(char *, size_t, size_t, void *));

#endif
