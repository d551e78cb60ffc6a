/*
 * The withdrawal of a consent, from its commit at the source to the partner's
 * confirmation, as a model for spin; tests/model runs it.
 *
 * What it proves, for every interleaving of two answers under way, a
 * withdrawal, the outbox, a partner and a network that loses, duplicates and
 * reorders, while either node is killed at any instant and starts again:
 *
 *   silence   no answer that carries the fragment leaves after the withdrawal
 *             was acknowledged                        (assertion in Answer)
 *   once      a letter is handled at most once        (assertion in Partner)
 *   honesty   no letter is confirmed that wasn't handled     (in Outbox)
 *   settled   the letters of an acknowledged withdrawal are all confirmed or
 *             dead at last, also when the partner stays away
 *             (ltl, with weak fairness)
 *
 * Each of these words, defined, breaks one part of the protocol, and must be
 * caught:
 *
 *   ACKNOWLEDGE_BEFORE_GATE   LETTER_AFTER_ACKNOWLEDGEMENT   NO_IDEMPOTENCE
 *   CONFIRM_BEFORE_HANDLING   CACHE_OUTLIVES_GATE
 *
 * The two halves are checked apart, ANSWERS without LETTERS and LETTERS without
 * ANSWERS: all that they share is the commit in Withdraw, and neither reads
 * what the other writes.
 *
 * In C, Answer is exchange.c with file_cache.c; the gate is gate.c; Withdraw is
 * act_consent.c, then step_settle in act.c; Outbox is federate/outbox.c and
 * Partner act_notice.c.
 */
#ifndef ANSWERS
#define ANSWERS 2
#endif
#ifndef LETTERS
#define LETTERS 1
#endif
#define TRIES	 2 /* then a letter is dead */
#define RETRIES	 1 /* how often a person sends a dead letter again */
#define GIVE_UPS 1 /* how often the wait at the gate is given up */
#define KILLS	 1 /* of each node */
#define ROOM	 2 /* messages under way, each direction */
#define NEVER	 7 /* no generation */

#define NONE	  0
#define WAITING	  1
#define CONFIRMED 2
#define DEAD	  3

/* --- the source: what is on its disk survives --- */
bool given = true; /* the consent in force */
byte letter[LETTERS + 1];
byte tries[LETTERS + 1];
byte retries;
/* --- and this is in its memory --- */
byte generation; /* moves with each commit: file_cache.h */
byte cached_at = NEVER;
bool cached;	/* the loop's copy of `given` of that generation */
bool deciding;	/* the loop's thread is busy with one answer */
byte inside[2]; /* the gate's two rooms: gate.c */
bit open;
bool source_up = true;
byte source_processes;

/* --- the partner's disk --- */
byte handled[LETTERS + 1]; /* rows that each letter made */
bool partner_up = true;
byte partner_processes;

/* --- the world outside --- */
bool acknowledged; /* the resident's worker has read it */
chan to_partner = [ROOM] of {byte};
chan to_source = [ROOM] of {byte};

/* A full network loses what is sent. */
inline send(channel, message)
{
	if
	:: atomic { nfull(channel) -> channel!message }
	:: full(channel)
	fi
}

/*
 * A process of the source runs until the source is killed, and begins anew
 * when it starts; its local variables are memory.
 */
#define UNTIL_KILLED unless { atomic { !source_up -> source_processes-- } }
#define START	     atomic { source_up -> source_processes++ }

#if ANSWERS > 0
active [ANSWERS] proctype Answer()
{
	bit room;
	bool carries;
	byte seen;
started:
	START;
	{
		do
		:: atomic { !deciding -> deciding = true };
		   d_step { room = open; inside[room]++ };
		   seen = generation;
		   if
		   :: cached_at == seen -> carries = cached
		   :: cached_at != seen ->
		      carries = given;
		      d_step { cached = carries; cached_at = seen }
		   fi;
		   deciding = false;
		   /* waits for the log; then its last byte leaves */
		   d_step {
			   assert(!(carries && acknowledged));
			   inside[room]--;
			   room = 0;
			   carries = false;
			   seen = 0
		   }
		od
	} UNTIL_KILLED;
	d_step { room = 0; carries = false; seen = 0 };
	goto started
}
#endif

inline write_letters()
{
	at = 0;
	do
	:: at < LETTERS ->
	   letter[at] = (letter[at] == NONE -> WAITING : letter[at]);
	   at++
	:: else -> break
	od;
	at = 0
}

/* `emptied`: everybody who was inside has left. */
inline wait_at_gate()
{
	if
	:: inside[1 - open] == 0 ->
	   d_step { closing = open; open = 1 - open };
	   if
	   :: inside[closing] == 0 -> emptied = true
	   :: give_ups < GIVE_UPS -> give_ups++
	   fi
	:: give_ups < GIVE_UPS -> give_ups++
	fi
}

active proctype Withdraw()
{
	bit closing;
	bool emptied;
	byte give_ups, at;
started:
	START;
	{
		do
		:: acknowledged -> break
		:: !acknowledged ->
#ifdef LETTER_AFTER_ACKNOWLEDGEMENT
		   given = false;
#else
		   d_step { given = false; write_letters() };
#endif
#ifndef CACHE_OUTLIVES_GATE
		   generation++;
#endif
#ifdef ACKNOWLEDGE_BEFORE_GATE
		   acknowledged = true;
#endif
		   wait_at_gate();
#ifdef CACHE_OUTLIVES_GATE
		   generation++;
#endif
		   if
		   :: emptied -> acknowledged = true
		   :: !emptied /* in force; but nothing is promised yet */
		   fi;
#ifdef LETTER_AFTER_ACKNOWLEDGEMENT
		   d_step { write_letters() };
#endif
		od;
		false /* rests until it is killed */
	} UNTIL_KILLED;
	d_step { closing = 0; emptied = false };
	goto started
}

#if LETTERS > 0
/* One try: an answer that doesn't come, or says nothing, has failed. */
inline deliver(id)
{
	send(to_partner, id);
	if
	:: to_source?answered ->
	   if
	   :: letter[answered] == WAITING ->
	      assert(handled[answered] > 0);
	      letter[answered] = CONFIRMED
	   :: letter[answered] != WAITING
	   fi
	:: d_step {
		letter[id] == WAITING ->
		tries[id]++;
		letter[id] = (tries[id] < TRIES -> WAITING : DEAD)
	   }
	fi;
	answered = 0
}

active proctype Outbox()
{
	byte answered;
started:
	START;
	{
		do
		:: letter[0] == WAITING -> deliver(0)
#if LETTERS > 1
		:: letter[1] == WAITING -> deliver(1)
#endif
		:: d_step {
			letter[0] == DEAD && retries < RETRIES ->
			retries++;
			tries[0] = 0;
			letter[0] = WAITING
		   }
		od
	} UNTIL_KILLED;
	answered = 0;
	goto started
}

active proctype Partner()
{
	byte id;
started:
	atomic { partner_up -> partner_processes++ };
	{
		do
		:: to_partner?id ->
#ifdef CONFIRM_BEFORE_HANDLING
		   send(to_source, id);
#endif
#ifdef NO_IDEMPOTENCE
		   handled[id]++;
#else
		   handled[id] = (handled[id] == 0 -> 1 : handled[id]);
#endif
		   assert(handled[id] == 1);
#ifndef CONFIRM_BEFORE_HANDLING
		   send(to_source, id);
#endif
		   id = 0
		od
	} unless { atomic { !partner_up -> partner_processes-- } };
	id = 0;
	goto started
}

active proctype Network()
{
	byte message;
	do
	:: d_step { to_partner?message -> message = 0 } /* lost */
	:: d_step { to_source?message -> message = 0 }
	:: d_step { /* sent twice */
		len(to_partner) == 1 ->
		to_partner?<message>;
		to_partner!message;
		message = 0
	   }
	:: d_step {
		len(to_source) == 1 ->
		to_source?<message>;
		to_source!message;
		message = 0
	   }
	:: d_step { /* overtaken */
		len(to_partner) == 2 ->
		to_partner?message;
		to_partner!message;
		message = 0
	   }
	:: d_step {
		len(to_source) == 2 ->
		to_source?message;
		to_source!message;
		message = 0
	   }
	od
}
#endif

active proctype KillSource()
{
	byte kills;
	do
	:: kills < KILLS ->
	   d_step { source_processes == ANSWERS + 1 + (LETTERS > 0) -> source_up = false; kills++ };
	   d_step {
		   source_processes == 0 ->
		   generation = 0;
		   cached_at = NEVER;
		   cached = false;
		   deciding = false;
		   inside[0] = 0;
		   inside[1] = 0;
		   open = 0;
		   source_up = true
	   }
	:: break
	od
}

#if LETTERS > 0
/* It may also stay away for ever. */
active proctype KillPartner()
{
	byte kills;
	do
	:: kills < KILLS ->
	   d_step { partner_processes == 1 -> partner_up = false; kills++ };
	   if
	   :: d_step { partner_processes == 0 -> partner_up = true }
	   :: partner_processes == 0 -> break
	   fi
	:: break
	od
}

#define is_settled(at) (letter[at] == CONFIRMED || letter[at] == DEAD)

#if LETTERS == 1
ltl settled { [] (acknowledged -> <> is_settled(0)) }
#else
ltl settled { [] (acknowledged -> <> (is_settled(0) && is_settled(1))) }
#endif
#endif
