#ifndef PORTICO_CCOMPRESSION_H
#define PORTICO_CCOMPRESSION_H
#include <stddef.h>
#include <stdint.h>

// Each returns the number of bytes written, or 0 when the output does not fit.
size_t portico_gzip(const uint8_t *input, size_t length, uint8_t *output, size_t capacity);
size_t portico_brotli(const uint8_t *input, size_t length, uint8_t *output, size_t capacity, int quality);
// The other way round, without any header: the number of bytes read, or 0 when they are broken or do not fit.
size_t portico_inflate(const uint8_t *input, size_t length, uint8_t *output, size_t capacity);

#endif
