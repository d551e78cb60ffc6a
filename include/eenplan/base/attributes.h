/*
 * The few compiler attributes that every header here may use.
 */
#ifndef EENPLAN_BASE_ATTRIBUTES_H
#define EENPLAN_BASE_ATTRIBUTES_H

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at)                                       \
	__attribute__((format(printf, format_at, first_at)))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
