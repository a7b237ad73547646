#ifndef PORTICO_CRESOLVER_H
#define PORTICO_CRESOLVER_H

enum {
    PORTICO_DNS_NO_ANSWER = -1,
    PORTICO_DNS_BAD_SERVER = -2,
};

// Looks the texts at a name up. Each is written to `out` as two bytes of length, high one first, and its bytes.
// `server` is an IPv4 address of a name server, or NULL for those of the system. Gives how many bytes were written:
// 0 when there is no text, or one of the negative numbers above.
int portico_dns_texts(const char *name, const char *server, int port, unsigned char *out, int capacity);

#endif
