/*
 * Enrolment: who of those with a valid certificate is let in, from the
 * configuration into the store.
 */
#ifndef EENPLAN_DAEMON_ENROL_H
#define EENPLAN_DAEMON_ENROL_H

#include "daemon/config.h"
#include "daemon/store/store.h"

/* Are all laws and roles of `config` in the vocabulary? Logs each that isn't.
 */
bool enrol_words_exist(const struct config *config,
		       const struct vocabulary *vocabulary);

/* Make the enrolled partners and users exactly those of `config`. */
enum status enrol(const struct config *config,
		  const struct store_settings *settings) MUST_CHECK;

#endif
