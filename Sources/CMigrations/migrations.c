#include "CMigrations.h"

static const unsigned char m0001[] = {
#embed "files/0001-organization.sql"
};

static const unsigned char m0002[] = {
#embed "files/0002-portals.sql"
};

static const unsigned char m0003[] = {
#embed "files/0003-developers.sql"
};

static const unsigned char m0004[] = {
#embed "files/0004-strategies-teams.sql"
};

static const unsigned char m0005[] = {
#embed "files/0005-catalog.sql"
};

static const unsigned char m0006[] = {
#embed "files/0006-applications.sql"
};

static const unsigned char m0007[] = {
#embed "files/0007-gateway.sql"
};

static const unsigned char m0008[] = {
#embed "files/0008-portal-appearance.sql"
};

static const unsigned char m0009[] = {
#embed "files/0009-content.sql"
};

static const unsigned char m0010[] = {
#embed "files/0010-portal-settings.sql"
};

static const unsigned char m0011[] = {
#embed "files/0011-organization-access.sql"
};

static const unsigned char m0012[] = {
#embed "files/0012-api-packages.sql"
};

static const unsigned char m0013[] = {
#embed "files/0013-audit-log.sql"
};

static const unsigned char m0014[] = {
#embed "files/0014-scale.sql"
};

static const unsigned char m0014s[] = {
#embed "files/0014-scale.sqlite.sql"
};

static const unsigned char m0014p[] = {
#embed "files/0014-scale.postgresql.sql"
};

static const unsigned char m0018s[] = {
#embed "files/0018-text-parts.sqlite.sql"
};

static const unsigned char m0018p[] = {
#embed "files/0018-text-parts.postgresql.sql"
};

static const unsigned char m0015[] = {
#embed "files/0015-mail-delivery.sql"
};

static const unsigned char m0017[] = {
#embed "files/0017-search.sql"
};

static const unsigned char m0019s[] = {
#embed "files/0019-plans.sqlite.sql"
};

static const unsigned char m0020[] = {
#embed "files/0020-operators-and-plugins.sql"
};

static const unsigned char m0020s[] = {
#embed "files/0020-operators-and-plugins.sqlite.sql"
};

static const unsigned char m0020p[] = {
#embed "files/0020-operators-and-plugins.postgresql.sql"
};

static const unsigned char m0021[] = {
#embed "files/0021-specification-sources.sql"
};

static const unsigned char m0022[] = {
#embed "files/0022-changes.sql"
};

static const unsigned char m0022s[] = {
#embed "files/0022-changes.sqlite.sql"
};

static const unsigned char m0022p[] = {
#embed "files/0022-changes.postgresql.sql"
};

static const unsigned char m0023[] = {
#embed "files/0023-outbox-lanes.sql"
};

static const unsigned char m0024[] = {
#embed "files/0024-apis-by-version.sql"
};

static const unsigned char m0024s[] = {
#embed "files/0024-apis-by-version.sqlite.sql"
};

#define MIGRATION(symbol, name) {name, symbol, sizeof symbol}

// In the order in which they run.
// A file NAME.sqlite.sql or NAME.postgresql.sql runs after NAME.sql on that engine only.
static const portico_migration migrations[] = {
    MIGRATION(m0001, "0001-organization.sql"),
    MIGRATION(m0002, "0002-portals.sql"),
    MIGRATION(m0003, "0003-developers.sql"),
    MIGRATION(m0004, "0004-strategies-teams.sql"),
    MIGRATION(m0005, "0005-catalog.sql"),
    MIGRATION(m0006, "0006-applications.sql"),
    MIGRATION(m0007, "0007-gateway.sql"),
    MIGRATION(m0008, "0008-portal-appearance.sql"),
    MIGRATION(m0009, "0009-content.sql"),
    MIGRATION(m0010, "0010-portal-settings.sql"),
    MIGRATION(m0011, "0011-organization-access.sql"),
    MIGRATION(m0012, "0012-api-packages.sql"),
    MIGRATION(m0013, "0013-audit-log.sql"),
    MIGRATION(m0014, "0014-scale.sql"),
    MIGRATION(m0014s, "0014-scale.sqlite.sql"),
    MIGRATION(m0014p, "0014-scale.postgresql.sql"),
    MIGRATION(m0015, "0015-mail-delivery.sql"),
    MIGRATION(m0017, "0017-search.sql"),
    MIGRATION(m0018s, "0018-text-parts.sqlite.sql"),
    MIGRATION(m0018p, "0018-text-parts.postgresql.sql"),
    MIGRATION(m0019s, "0019-plans.sqlite.sql"),
    MIGRATION(m0020, "0020-operators-and-plugins.sql"),
    MIGRATION(m0020s, "0020-operators-and-plugins.sqlite.sql"),
    MIGRATION(m0020p, "0020-operators-and-plugins.postgresql.sql"),
    MIGRATION(m0021, "0021-specification-sources.sql"),
    MIGRATION(m0022, "0022-changes.sql"),
    MIGRATION(m0022s, "0022-changes.sqlite.sql"),
    MIGRATION(m0022p, "0022-changes.postgresql.sql"),
    MIGRATION(m0023, "0023-outbox-lanes.sql"),
    MIGRATION(m0024, "0024-apis-by-version.sql"),
    MIGRATION(m0024s, "0024-apis-by-version.sqlite.sql"),
};

size_t portico_migration_count(void) { return sizeof migrations / sizeof migrations[0]; }

portico_migration portico_migration_at(size_t index) { return migrations[index]; }
