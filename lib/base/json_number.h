/*
 * Numbers as ECMAScript prints them, whatever the locale says.
 */
#ifndef EENPLAN_BASE_JSON_NUMBER_H
#define EENPLAN_BASE_JSON_NUMBER_H

#define JSON_NUMBER_BYTES 48

/*
 * The shortest decimal that reads back as `real`, which must be finite, in the
 * notation of Number::toString (RFC 8785 §3.2.2.3).
 */
void json_number_print(double real, char out[JSON_NUMBER_BYTES]);

#endif
