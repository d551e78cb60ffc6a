/*
 * Handing over a plan's mandate between three nodes, as a model for spin;
 * tests/model runs it.
 *
 * What it proves, for every interleaving of users who offer, accept and decline
 * (two at one node at once), nodes that are killed at any instant and start
 * again from their disks, and letters that are lost, repeated and overtaken:
 *
 *   one       no two nodes may hand the plan over at the same time, each by
 *             what is on its own disk                  (assertion in `check`)
 *   in order  no two documents of one seq are ever signed      (in `sign`)
 *
 * And with RESTORES, where node 0 comes back from an old copy of its disk, so
 * that neither can hold:
 *
 *   shown     who has had two documents of one seq signs nothing more, and
 *             doesn't go by either                 (in `sign` and `keep`)
 *
 * Each of these words, defined, breaks one part of the protocol, and must be
 * caught:
 *
 *   OFFER_TWICE   ACCEPT_UNOFFERED   SEND_BEFORE_COMMIT   NO_TRANSACTION
 *   LAST_WINS (with RESTORES)
 *
 * In C, the rules are mandate.c; signing is mandates_sign in
 * daemon/exchange/mandates.c, inside a transaction that has the letters, too;
 * taking is mail_mandate.c. That letters arrive is proved with
 * daemon/consent/withdrawal.pml.
 */
#ifndef RESTORES
#define RESTORES 0
#endif
#ifndef LAST
#define LAST 4 /* the highest seq: a beginning, offer, answer, offer */
#endif
#define KILLS 1

/* What stands at one seq: who holds the plan, and to whom it is offered. */
#define NOTHING		 0
#define HELD(who)	 (1 + (who))
#define OFFERED(who, to) (4 + 3 * (who) + (to))
#define KINDS		 12

#define is_offer(document)  ((document) >= 4)
#define holder_of(document) (is_offer(document) -> ((document) - 4) / 3 : (document) - 1)
#define named_by(document)  (((document) - 4) % 3)

/* A node's disk. */
typedef disk {
	byte document[LAST + 1]; /* by seq, which begins at 1 */
	byte tip;		 /* the last one that follows without a gap */
	bool apart;		 /* two of one seq are here */
};
disk disks[3];
disk copy; /* of node 0's */

bool mail[LAST * KINDS]; /* letters that may come, for ever */
#define letter(seq, what) mail[((seq) - 1) * KINDS + (what) - 1]

/* What is held against it; no node knows these. */
byte signed_at[LAST + 1];
bool had_two[3];
byte kills, restores;

#define last_of(me) disks[me].document[disks[me].tip]
#ifdef OFFER_TWICE
#define may_offer(me) \
	(!disks[me].apart && disks[me].tip > 0 && holder_of(last_of(me)) == (me))
#else
#define may_offer(me) \
	(!disks[me].apart && disks[me].tip > 0 && holder_of(last_of(me)) == (me) && \
	 !is_offer(last_of(me)))
#endif
#ifdef ACCEPT_UNOFFERED
#define may_answer(me) \
	(!disks[me].apart && disks[me].tip > 0 && is_offer(last_of(me)) && \
	 holder_of(last_of(me)) != (me))
#else
#define may_answer(me) \
	(!disks[me].apart && disks[me].tip > 0 && is_offer(last_of(me)) && \
	 named_by(last_of(me)) == (me))
#endif

inline check()
{
#if RESTORES == 0
	assert(!(may_offer(0) && may_offer(1)));
	assert(!(may_offer(0) && may_offer(2)));
	assert(!(may_offer(1) && may_offer(2)))
#else
	skip
#endif
}

inline keep(me, seq, what)
{
	if
	:: disks[me].document[seq] == NOTHING -> disks[me].document[seq] = what
	:: disks[me].document[seq] == what
	:: else ->
	   had_two[me] = true;
#ifdef LAST_WINS
	   disks[me].document[seq] = what
#else
	   disks[me].apart = true
#endif
	fi;
	do
	:: disks[me].tip < LAST && disks[me].document[disks[me].tip + 1] != NOTHING ->
	   disks[me].tip++
	:: else -> break
	od;
	check()
}

inline sign(me, seq, what)
{
	assert(!had_two[me]);
#if RESTORES == 0
	assert(signed_at[seq] == NOTHING);
#endif
	signed_at[seq] = what;
	letter(seq, what) = true
}

/* One who works at node `me`: reads what is on its disk, decides, signs. */
proctype User(byte me)
{
	byte seq, what;
	do
	:: atomic {
		may_offer(me) && disks[me].tip < LAST ->
		seq = disks[me].tip + 1;
		if
		:: me != 0 -> what = OFFERED(me, 0)
		:: me != 1 -> what = OFFERED(me, 1)
		:: me != 2 -> what = OFFERED(me, 2)
		fi
	   }
	   atomic {
		if
#ifndef NO_TRANSACTION
		/* the transaction reads again what it writes on */
		:: !(may_offer(me) && disks[me].tip + 1 == seq)
#endif
		:: else ->
		   sign(me, seq, what);
#ifdef SEND_BEFORE_COMMIT
		   if
		   :: kills < KILLS -> kills++
		   :: keep(me, seq, what)
		   fi
#else
		   keep(me, seq, what)
#endif
		fi;
		seq = 0;
		what = 0
	   }
	:: atomic {
		may_answer(me) && disks[me].tip < LAST ->
		seq = disks[me].tip + 1;
		if
		:: what = HELD(me)
		:: what = HELD(holder_of(last_of(me)))
		fi;
		sign(me, seq, what);
		keep(me, seq, what);
		seq = 0;
		what = 0
	   }
	:: atomic { kills < KILLS -> kills++; seq = 0; what = 0 }
	:: break
	od
}

/* Any letter that was ever sent comes to anybody, at any time, and again. */
proctype Postman(byte to)
{
	byte seq, what;
	do
	:: atomic {
		select(seq : 1 .. LAST);
		select(what : 1 .. KINDS);
		if
		:: letter(seq, what) && disks[to].document[seq] != what ->
		   keep(to, seq, what)
		:: else
		fi;
		seq = 0;
		what = 0
	   }
	:: break
	od
}

#if RESTORES > 0
/* Node 0 loses what came after its copy, but not what it sent. */
proctype Restore()
{
	byte at;
	atomic {
		for (at : 1 .. LAST) { copy.document[at] = disks[0].document[at] }
		copy.tip = disks[0].tip;
		at = 0
	}
	atomic {
		for (at : 1 .. LAST) { disks[0].document[at] = copy.document[at] }
		disks[0].tip = copy.tip;
		disks[0].apart = false;
		had_two[0] = false;
		at = 0
	}
}
#endif

init {
	atomic {
		signed_at[1] = HELD(0);
		disks[0].document[1] = HELD(0);
		disks[0].tip = 1;
		mail[HELD(0) - 1] = true;
		run User(0);
#if RESTORES == 0
		run User(0);
#endif
		run User(1);
		run User(2);
		run Postman(0);
		run Postman(1);
		run Postman(2);
#if RESTORES > 0
		run Restore();
#endif
	}
}
