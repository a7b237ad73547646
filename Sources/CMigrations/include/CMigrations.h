#ifndef PORTICO_CMIGRATIONS_H
#define PORTICO_CMIGRATIONS_H
#include <stddef.h>

typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t length;
} portico_migration;

size_t portico_migration_count(void);
portico_migration portico_migration_at(size_t index);

#endif
