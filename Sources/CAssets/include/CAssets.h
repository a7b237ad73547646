#ifndef PORTICO_CASSETS_H
#define PORTICO_CASSETS_H
#include <stddef.h>

typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t length;
} portico_asset;

size_t portico_asset_count(void);
portico_asset portico_asset_at(size_t index);

/* What the demo is made of; not served. */
size_t portico_demo_file_count(void);
portico_asset portico_demo_file_at(size_t index);

#endif
