/*
 * What doesn't fit together in a merged view: the same help twice, two visits
 * on a day, agreements that contradict each other, more than one plan or
 * coordinator; and who should talk to whom about it. Pure.
 *
 * It looks at what the view shows and at nothing else, so it tells nobody
 * anything that the policy didn't.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_OVERLAP_H
#define EENPLAN_DAEMON_FEDERATE_OVERLAP_H

#include "eenplan/wire/view.h"

/*
 * Fill the overlaps of `view`, whose members and fragments are set: in the
 * order of view_overlap.def, then of the members. Visits are looked at from
 * LIMIT_OVERLAP_DAYS before `today` on.
 */
void overlap_find(struct arena *arena, int32_t today, struct view *view);

#endif
