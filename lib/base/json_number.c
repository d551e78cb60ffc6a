#include "lib/base/json_number.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_MAX 17
/* Integers up to here print exactly and need no search. */
#define WHOLE_MAX 1e15

/* real = 0.d₁d₂d₃… × 10^point, with d₁ not 0 */
struct decimal {
	char digits[DIGITS_MAX + 1];
	int count;
	int point;
};

/* No decimal point on the way, so the locale's own plays no part. */
static bool
reads_back(const struct decimal *decimal, double real)
{
	char number[JSON_NUMBER_BYTES];

	snprintf(number, sizeof(number), "%se%d", decimal->digits,
		 decimal->point - decimal->count);
	return strtod(number, NULL) == real;
}

/* The decimal of `count` digits that is nearest to `real`. */
static struct decimal
nearest_decimal(double real, int count)
{
	char printed[64];
	struct decimal decimal = {.count = count};
	const char *at = printed;
	int length = 0;

	snprintf(printed, sizeof(printed), "%.*e", count - 1, real);
	for (; *at != 'e'; at++)
		if (*at >= '0' && *at <= '9')
			decimal.digits[length++] = *at;
	decimal.point = atoi(at + 1) + 1;
	return decimal;
}

static void
increment(struct decimal *decimal)
{
	int at = decimal->count - 1;

	while (at >= 0 && decimal->digits[at] == '9')
		decimal->digits[at--] = '0';
	if (at >= 0) {
		decimal->digits[at]++;
		return;
	}
	decimal->digits[0] = '1';
	decimal->point++;
}

/*
 * A power of two has its lower neighbour half as far away as its upper one, so
 * a decimal above it may read back although the nearest, below it, does not.
 */
static bool
is_power_of_two(double real)
{
	int exponent;

	return frexp(real, &exponent) == 0.5;
}

static struct decimal
shortest_decimal(double real)
{
	/* Below 16 digits, more of them only add zeros; subnormals differ. */
	int count = real < DBL_MIN ? 1 : DBL_DIG;
	struct decimal decimal;

	for (;; count++) {
		decimal = nearest_decimal(real, count);
		if (count == DIGITS_MAX || reads_back(&decimal, real))
			break;
		if (!is_power_of_two(real))
			continue;
		increment(&decimal);
		if (reads_back(&decimal, real))
			break;
	}
	while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0')
		decimal.digits[--decimal.count] = '\0';
	return decimal;
}

static void
print_decimal(const struct decimal *decimal, char *out, size_t room)
{
	const char *digits = decimal->digits;
	int count = decimal->count;
	int point = decimal->point;

	if (point > 21 || point < -5) {
		bool has_fraction = count > 1;

		snprintf(out, room, "%.1s%s%se%+d", digits,
			 has_fraction ? "." : "", digits + 1, point - 1);
	} else if (point <= 0) {
		snprintf(out, room, "0.%.*s%s", -point, "00000", digits);
	} else if (point < count) {
		snprintf(out, room, "%.*s.%s", point, digits, digits + point);
	} else {
		snprintf(out, room, "%s%.*s", digits, point - count,
			 "00000000000000000000");
	}
}

void
json_number_print(double real, char out[JSON_NUMBER_BYTES])
{
	size_t room = JSON_NUMBER_BYTES;

	assert(isfinite(real));
	if (fabs(real) < WHOLE_MAX && real == trunc(real)) {
		/* also turns -0 into 0 */
		snprintf(out, room, "%lld", (long long)real);
		return;
	}
	if (real < 0) {
		*out++ = '-';
		room--;
	}

	struct decimal decimal = shortest_decimal(fabs(real));

	print_decimal(&decimal, out, room);
}
