/*
 * Who has a seat at a case conference, and so what an asker may see of its
 * records at the most, whatever the rules permit. Pure.
 *
 * The rules can't know these three (DOMAIN rows 8 and 34): that an organisation
 * was invited; that a topic tells of everything that it is about; and that who
 * takes part is involved, which may be nobody's business here.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_SEAT_H
#define EENPLAN_DAEMON_EXCHANGE_SEAT_H

#include "daemon/exchange/bench.h"

/*
 * Take from `judgement`, of a record of a case conference of the verdict's
 * subject, what its asker may not see:
 *
 *  - all of it, unless they are of our own or were invited;
 *  - all of a topic, unless they may see something of every category of data
 *    that it is about, of a record with the topic's law and sensitivity; the
 *    first that stands in the way becomes the judgement's `other`;
 *  - all of another's part, unless their involvement may be known; who they
 *    are, where only the kind of organisation may be.
 *
 * What is missing from a record closes it.
 */
void seat_limit(const struct bench_case *on, struct verdict *verdict,
		struct judgement *judgement);

#endif
