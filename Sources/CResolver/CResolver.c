#include "CResolver.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

enum { answer_size = 16384, timeout_seconds = 3, tries = 2 };

// Joins the strings of one record; gives the bytes written, or 0 when they do not fit.
static int join(const unsigned char *data, int length, unsigned char *out, int capacity) {
    int written = 2;
    for (int at = 0; at < length;) {
        int part = data[at++];
        if (at + part > length || written + part > capacity || written + part > 65535) return 0;
        memcpy(out + written, data + at, part);
        at += part;
        written += part;
    }
    out[0] = (unsigned char)((written - 2) >> 8);
    out[1] = (unsigned char)((written - 2) & 255);
    return written;
}

int portico_dns_texts(const char *name, const char *server, int port, unsigned char *out, int capacity) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return PORTICO_DNS_NO_ANSWER;
    state.options |= RES_USE_EDNS0;
    state.retrans = timeout_seconds;
    state.retry = tries;
    if (server) {
        struct sockaddr_in *address = &state.nsaddr_list[0];
        memset(address, 0, sizeof *address);
        address->sin_family = AF_INET;
        address->sin_port = htons((unsigned short)port);
        if (inet_pton(AF_INET, server, &address->sin_addr) != 1) {
            res_nclose(&state);
            return PORTICO_DNS_BAD_SERVER;
        }
        state.nscount = 1;
    }
    unsigned char answer[answer_size];
    int length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, sizeof answer);
    int reason = state.res_h_errno;
    res_nclose(&state);
    if (length < 0) return reason == HOST_NOT_FOUND || reason == NO_DATA ? 0 : PORTICO_DNS_NO_ANSWER;
    ns_msg message;
    if (ns_initparse(answer, length, &message) != 0) return PORTICO_DNS_NO_ANSWER;
    int written = 0;
    for (int index = 0; index < ns_msg_count(message, ns_s_an); index++) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, index, &record) != 0) return PORTICO_DNS_NO_ANSWER;
        if (ns_rr_type(record) != ns_t_txt || capacity - written < 2) continue;
        written += join(ns_rr_rdata(record), ns_rr_rdlen(record), out + written, capacity - written);
    }
    return written;
}
