#ifndef PORTICO_CCURL_H
#define PORTICO_CCURL_H
#include <curl/curl.h>

// curl_easy_setopt is variadic, which Swift cannot call; one shim per argument type.
CURLcode portico_curl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode portico_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode portico_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode portico_curl_set_header(CURL *handle, size_t (*header)(char *, size_t, size_t, void *));
CURLcode portico_curl_set_open_socket(
    CURL *handle, curl_socket_t (*open)(void *, curlsocktype, struct curl_sockaddr *));
CURLcode portico_curl_set_progress(
    CURL *handle, int (*progress)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t));
CURLcode portico_curl_set_read(CURL *handle, size_t (*read)(char *, size_t, size_t, void *));
CURLcode portico_curl_set_write(CURL *handle, size_t (*write)(char *, size_t, size_t, void *));

// The last status that the server gave, 0 when there was none.
long portico_curl_status(CURL *handle);

// The address that the answer redirects to, NULL when there is none. It belongs to the handle.
const char *portico_curl_redirect(CURL *handle);

#endif
