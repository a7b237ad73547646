#include "CAssets.h"

static const unsigned char bookings_errors_md[] = {
#embed "files/demo/bookings-errors.md"
};

static const unsigned char bookings_getting_started_md[] = {
#embed "files/demo/bookings-getting-started.md"
};

static const unsigned char bookings_idempotency_md[] = {
#embed "files/demo/bookings-idempotency.md"
};

static const unsigned char bookings_yaml[] = {
#embed "files/demo/bookings.yaml"
};

static const unsigned char flights_errors_md[] = {
#embed "files/demo/flights-errors.md"
};

static const unsigned char flights_getting_started_md[] = {
#embed "files/demo/flights-getting-started.md"
};

static const unsigned char flights_pagination_md[] = {
#embed "files/demo/flights-pagination.md"
};

static const unsigned char flights_yaml[] = {
#embed "files/demo/flights.yaml"
};

static const unsigned char loyalty_getting_started_md[] = {
#embed "files/demo/loyalty-getting-started.md"
};

static const unsigned char loyalty_points_md[] = {
#embed "files/demo/loyalty-points.md"
};

static const unsigned char loyalty_yaml[] = {
#embed "files/demo/loyalty.yaml"
};

#define ASSET(symbol, name) {name, symbol, sizeof symbol}

static const portico_asset files[] = {
    ASSET(bookings_errors_md, "demo/bookings-errors.md"),
    ASSET(bookings_getting_started_md, "demo/bookings-getting-started.md"),
    ASSET(bookings_idempotency_md, "demo/bookings-idempotency.md"),
    ASSET(bookings_yaml, "demo/bookings.yaml"),
    ASSET(flights_errors_md, "demo/flights-errors.md"),
    ASSET(flights_getting_started_md, "demo/flights-getting-started.md"),
    ASSET(flights_pagination_md, "demo/flights-pagination.md"),
    ASSET(flights_yaml, "demo/flights.yaml"),
    ASSET(loyalty_getting_started_md, "demo/loyalty-getting-started.md"),
    ASSET(loyalty_points_md, "demo/loyalty-points.md"),
    ASSET(loyalty_yaml, "demo/loyalty.yaml"),
};

size_t portico_demo_file_count(void) { return sizeof files / sizeof files[0]; }

portico_asset portico_demo_file_at(size_t index) { return files[index]; }
