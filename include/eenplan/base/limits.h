/*
 * Every limit at the door, by name, in this one file.
 *
 * Input is measured here once; behind the door nothing checks for room again.
 * Bytes are bytes, times carry their unit.
 */
#ifndef EENPLAN_BASE_LIMITS_H
#define EENPLAN_BASE_LIMITS_H

/* JSON and requests */
#define LIMIT_JSON_DEPTH    32
#define LIMIT_JSON_VALUES   (2 * 1000 * 1000)
#define LIMIT_REQUEST_BYTES (64 * 1024)
#define LIMIT_IMPORT_BYTES  (32 * 1024 * 1024)
#define LIMIT_REPLY_BYTES   (4 * 1024 * 1024)
#define LIMIT_HEADER_BYTES  (16 * 1024)
#define LIMIT_NAME_BYTES    128
#define LIMIT_TEXT_BYTES    4096
#define LIMIT_ARENA_BYTES   (256 * 1024 * 1024)
#define LIMIT_ARENA_SPARE   128 /* blocks of each size that arenas keep */

/* The same of those above 32 KiB, as a large view takes */
#define LIMIT_ARENA_SPARE_LARGE 4

/* JSON read the short way; of what is longer, the memory is measured too */
#define LIMIT_JSON_PLAIN_BYTES (1024 * 1024)

/* One exchange */
#define LIMIT_SUBJECTS	 64
#define LIMIT_CATEGORIES 64
/* Visits further back are no longer compared. */
#define LIMIT_OVERLAP_DAYS 31
#define LIMIT_FRAGMENTS	   4096
#define LIMIT_PARTNERS	   64
/* What each loop keeps of what it read: files, and bytes of one and of all */
#define LIMIT_FILE_CACHE	    1024
#define LIMIT_FILE_CACHE_FILE_BYTES (512 * 1024)
#define LIMIT_FILE_CACHE_BYTES	    (32 * 1024 * 1024)
/* Used when a partner's answer is read: room is kept for it and for the view */
#define LIMIT_FAN_OUT_ARENA_BYTES   (96 * 1024 * 1024)
#define LIMIT_MEMBERS		    64
#define LIMIT_CONSENTS_PER_RESIDENT 4096
#define LIMIT_CONSENTS_BY_LETTER    2048 /* that partners' letters may fill */
#define LIMIT_BASES		    32
/* Who may speak for one resident, and how many records a decision names */
#define LIMIT_REPRESENTATIVES	16
#define LIMIT_DECIDING_CONSENTS 128

/* Statements and tokens */
#define LIMIT_STATEMENT_BYTES		4096
#define LIMIT_STATEMENT_LIFETIME_MS	(8 * 3600 * 1000LL)
#define LIMIT_STATEMENT_CLOCK_SKEW_MS	(60 * 1000LL)
#define LIMIT_STATEMENT_CACHE		4096
#define LIMIT_LINK_TOKEN_LIFETIME_MS	(14 * 24 * 3600 * 1000LL)
#define LIMIT_LINK_TOKEN_TRIES_PER_HOUR 60

/* Emergencies: how long, why, and how often; see exchange/DESIGN.md */
#define LIMIT_EMERGENCY_MINUTES	 240
#define LIMIT_REPORT_FLOOR	 10 /* residents, unless configured */
#define LIMIT_REPORT_FLOOR_LEAST 5
#define LIMIT_REPORT_FLOOR_MOST	 1000
/* Cases of one learning session, and how many must look alike */
#define LIMIT_LEARNING_CASES		 500
#define LIMIT_LEARNING_ALIKE		 5
#define LIMIT_COHORT			 10000 /* residents */
#define LIMIT_COHORT_USUAL		 10
#define LIMIT_COHORT_NAME_BYTES		 64
#define LIMIT_EMERGENCY_MINUTES_USUAL	 60
#define LIMIT_REASON_LEAST_CHARACTERS	 10
#define LIMIT_REASON_CHARACTERS		 500
#define LIMIT_EMERGENCIES_PER_DAY	 5   /* that one user opens */
#define LIMIT_EMERGENCY_QUERIES_PER_HOUR 120 /* from one partner */
#define LIMIT_EMERGENCY_CLAIMS_PER_DAY	 100 /* that one partner brings */
#define LIMIT_EMERGENCIES_LISTED	 1000

/* Consultations, and specialists' hours: by default and at most */
#define LIMIT_CONSULTATION_DAYS_USUAL	5 /* working days for an answer */
#define LIMIT_CONSULTATION_DAYS		100
#define LIMIT_CONSULTATION_MINUTES	1440 /* of one booking */
#define LIMIT_CONSULTATIONS_LISTED	1000
#define LIMIT_CONSULT_IDS		100 /* asked after at a partner at once */
#define LIMIT_CONSULTS_PER_HOUR		600 /* calls about them, of one partner */
#define LIMIT_HOURS_PER_HALF_YEAR_USUAL 40
#define LIMIT_HOURS_WARN_USUAL		32
#define LIMIT_HOURS_PER_HALF_YEAR	1000
#define LIMIT_HOURS_LISTED		1000 /* lines of one ledger */

/* Case conferences: people at one table, what it is about, words, lists */
#define LIMIT_CONFERENCE_SEATS	    50
#define LIMIT_CONFERENCE_TOPICS	    50
#define LIMIT_CONFERENCE_CHARACTERS 200 /* of a place, a topic, a name */
#define LIMIT_CONFERENCES_LISTED    200

/* Signed documents, keys, and what the log takes of one event */
#define LIMIT_JWS_BYTES	       (24 * 1024 * 1024) /* the longest: a receipt */
#define LIMIT_JWS_HEADER_BYTES 512
#define LIMIT_DOCUMENT_BYTES   (64 * 1024) /* of one consent */
/* A receipt, that has every consent that a resident can have */
#define LIMIT_RECEIPT_BYTES	 (16 * 1024 * 1024)
#define LIMIT_RECEIPT_SEAL_BYTES 1024 /* its JWS, without what it signs */
#define LIMIT_CERTIFICATE_BYTES	 (16 * 1024)
#define LIMIT_KEY_FILE_BYTES	 (16 * 1024)
#define LIMIT_LOG_LINE_BYTES	 4096

/* Letters to partners, and their confirmations */
#define LIMIT_NOTICE_BYTES	     (32 * 1024)
#define LIMIT_LETTER_ANSWER_BYTES    (128 * 1024) /* with a receipt */
#define LIMIT_NOTICES_PER_HOUR	     3600	  /* from one partner */
#define LIMIT_NOTICES_SHOWN	     50	  /* of one kind, of one partner */
#define LIMIT_OUTBOX_BATCH	     16	  /* that are under way at once */
#define LIMIT_OUTBOX_FIRST_WAIT_MS   1000 /* doubles with each try, */
#define LIMIT_OUTBOX_LONGEST_WAIT_MS (3600 * 1000LL) /* up to this, */
#define LIMIT_OUTBOX_JITTER_PERCENT  25		     /* less at the most */
#define LIMIT_OUTBOX_TRIES	     400 /* then a letter is dead; */
#define LIMIT_OUTBOX_DAYS	     14	 /* or after so many days */
#define LIMIT_OUTBOX_LISTED	     1000
#define LIMIT_INBOX_LISTED	     1000

/* Finding joint clients: places of a list, of one piece of it, and its bytes */
#define LIMIT_DISCOVERY_PLACES	      (128 * 1024)
#define LIMIT_DISCOVERY_PIECE	      2048
#define LIMIT_DISCOVERY_PIECE_BYTES   (LIMIT_DISCOVERY_PIECE * 32)
#define LIMIT_DISCOVERY_PAPER_BYTES   (8 * 1024)
#define LIMIT_DISCOVERY_SESSION_MS    (24 * 3600 * 1000LL)
#define LIMIT_DISCOVERY_CALL_MS	      60000 /* of one call to the partner */
#define LIMIT_DISCOVERY_PERIOD_DAYS   3650
#define LIMIT_DISCOVERY_PERIOD_USUAL  30
#define LIMIT_DISCOVERY_TRIES_PER_DAY 10 /* begun by one partner */
#define LIMIT_DISCOVERY_FEW	      10 /* fewer are "<10" */
#define LIMIT_DISCOVERY_THREADS	      16
#define LIMIT_DISCOVERY_LISTED	      1000
#define LIMIT_DISCOVERY_LOGGED	      4096 /* entries of one group */
#define LIMIT_DISCOVERY_SAMPLE	      59 /* people that an auditor sees opened */
/* Desk look-ups in a day: that one user does, that one partner asks */
#define LIMIT_LOOKUPS_OF_USER	 20
#define LIMIT_LOOKUPS_OF_PARTNER 200
#define LIMIT_LOOKUP_RESIDENTS	 16		    /* of one look-up */
#define LIMIT_LOOKUP_MS		 (10 * 60 * 1000LL) /* from question to claim */

/* The mandate of one plan: documents, and places where it came apart */
#define LIMIT_MANDATE_DOCUMENTS 128
#define LIMIT_MANDATE_TIPS	16

/* Connections (defaults; the configuration may lower them) */
#define LIMIT_CONNECTIONS	4096
#define LIMIT_HELLO_MS		5000
#define LIMIT_HEADER_MS		10000
#define LIMIT_BODY_MS		30000
#define LIMIT_WRITE_MS		30000
#define LIMIT_IDLE_MS		120000
#define LIMIT_CALL_MS		5000
#define LIMIT_DRAIN_MS		10000
#define LIMIT_TICKET_MS		(3600 * 1000)
#define LIMIT_EXPIRY_WARNING_MS (14 * 24 * 3600 * 1000LL)
#define LIMIT_WARM_CONNECTION_S 110
#define LIMIT_WORKERS		16
#define LIMIT_JOBS_WAITING	1024

/* The access log */
#define LIMIT_AUDIT_BODY_BYTES (64 * 1024)
#define LIMIT_IMPORT_RESIDENTS 8192 /* each gets an entry, in one group */
#define LIMIT_AUDIT_WAITING    16384
/* A group that is held waits for at most so many entries. */
#define LIMIT_AUDIT_GATHER 32
/* Of the file's space, written before it is needed */
#define LIMIT_AUDIT_AHEAD_BYTES	  (1024 * 1024)
#define LIMIT_AUDIT_GROUP	  512
#define LIMIT_AUDIT_GROUP_BYTES	  (1024 * 1024)
#define LIMIT_AUDIT_WAITING_BYTES (64 * 1024 * 1024)
#define LIMIT_AUDIT_LINE_BYTES	  (128 * 1024)
#define LIMIT_AUDIT_HEAD_BYTES	  (16 * 1024)
#define LIMIT_AUDIT_HEAD_MS	  1000
/* Of a verification: bytes from one word of progress to the next, and keys
 * that are not asked for again */
#define LIMIT_AUDIT_PROGRESS_BYTES (4 * 1024 * 1024)
#define LIMIT_AUDIT_KEYS_KEPT	   1024
/* Hashes of the tree that gather before they are written, at a start */
#define LIMIT_AUDIT_TREE_WAITING 8192
/* A proof of an entry, with the keys of all who cosigned */
#define LIMIT_LOG_PROOF_BYTES (2 * 1024 * 1024)
/* A file of keys to verify one by */
#define LIMIT_VKEYS_BYTES (64 * 1024)
/* Of the log judged again: policies kept, and decisions named that differ */
#define LIMIT_REPLAY_POLICIES  8
#define LIMIT_REPLAY_DIFFERING 100
/* … residents' chains of consents kept, and how long an answer may have been
 * under way when consents changed */
#define LIMIT_REPLAY_CHAINS    4096
#define LIMIT_REPLAY_MARGIN_MS (60 * 1000LL)
/* Two nodes' logs held against each other: ids that one request has, bytes of
 * the answer, and how far their clocks may differ */
#define LIMIT_RECONCILE_IDS	  700
#define LIMIT_RECONCILE_BYTES	  LIMIT_REPLY_BYTES
#define LIMIT_RECONCILE_MARGIN_MS 2000LL
/* … ids that are gathered at once, of a time that is halved until they are no
 * more, or it is as short as this; orphans that are named, others are counted
 */
#define LIMIT_RECONCILE_GATHERED 50000
#define LIMIT_RECONCILE_SPAN_MS	 1000LL
#define LIMIT_RECONCILE_ORPHANS	 5000
/* … by night: the hour from which on, and the one that never comes; how often
 * it is looked whether it is due; days at once with one partner; until one that
 * couldn't be asked is asked again; how long orphans are kept, how many shown,
 * and how long 'eenplan status' tells of them */
#define LIMIT_RECONCILE_HOUR	  3
#define LIMIT_RECONCILE_NEVER	  24
#define LIMIT_KEEP_RECONCILED_MS  (60 * 1000LL)
#define LIMIT_RECONCILE_DAYS	  7
#define LIMIT_RECONCILE_AGAIN_MS  (10 * 60 * 1000LL)
#define LIMIT_RECONCILE_KEPT_DAYS 90
#define LIMIT_RECONCILE_SHOWN	  200
#define LIMIT_RECONCILE_ALARM_MS  (7 * 24 * 3600 * 1000LL)
/* A resident's statement: its lines, and entries that one partner tells
 */
#define LIMIT_DISCLOSURE_LINES	     5000
#define LIMIT_RESIDENT_LOG_ENTRIES   2000
#define LIMIT_RESIDENT_LOGS_PER_HOUR 240 /* that one partner asks for */
/* Years that entries stay readable: by default and at least, and at most */
#define LIMIT_AUDIT_YEARS     5
#define LIMIT_AUDIT_YEARS_MAX 100
/* Megabytes of one file of the access log: by default, and at most */
#define LIMIT_AUDIT_PART_MB	256
#define LIMIT_AUDIT_PART_MB_MAX 65536
#define LIMIT_LOG_KEYS_AT_ONCE	1000 /* renewed in one transaction */
#define LIMIT_KEEP_LOG_KEYS_MS	(6 * 3600 * 1000LL)
/* Partners are asked to cosign the log so often, if it grew */
#define LIMIT_KEEP_WITNESSES_MS 5000LL
#define LIMIT_WITNESS_ROUNDS	4 /* of questions to one, each time */
/* What a chore couldn't do is tried again after */
#define LIMIT_KEEP_AGAIN_MS 30000
/* How many groups of changed decisions one replay tells of */
#define LIMIT_REPLAY_GROUPS 2048
/* Of memory, for one answer about who has seen what */
#define LIMIT_AUDIT_READ_BYTES (96 * 1024 * 1024)

/* The store */
#define LIMIT_STORE_BUSY_MS	   2000
#define LIMIT_STORE_CACHE_KIB	   16384
#define LIMIT_STORE_JOURNAL_BYTES  (64 * 1024 * 1024)
#define LIMIT_RECORDS_PER_RESIDENT 4096
#define LIMIT_STORE_SIGN_AT_ONCE   1000 /* records, in one transaction */
#define LIMIT_HANDLE_TRIES	   100

/* What is to be asked again: days by default and at most; residents that one
 * answer lists, and that are looked at in one transaction */
#define LIMIT_ASK_CONSENT_DAYS	   30
#define LIMIT_ASK_INVOLVEMENT_DAYS 180
#define LIMIT_ASK_DAYS		   3650
#define LIMIT_DUE_RESIDENTS	   1000
#define LIMIT_DUE_AT_ONCE	   1024

/* Staff that are lent */
#define LIMIT_STAFF_NAME_BYTES 128
#define LIMIT_LOAN_DAYS	       1100 /* three years: who stays is employed */
#define LIMIT_LOANS	       1000 /* with one partner, over all time */
#define LIMIT_LOANS_LISTED     1000

/* The directory */
#define LIMIT_DIRECTORY_PEOPLE 2000 /* of one organisation */

/* The policy language */
#define LIMIT_POLICY_FILES	   64
#define LIMIT_POLICY_FILE_BYTES	   (4 * 1024 * 1024)
#define LIMIT_POLICY_BYTES	   (8 * 1024 * 1024)  /* all files together */
#define LIMIT_POLICY_SENT_BYTES	   (17 * 1024 * 1024) /* the same as JSON */
#define LIMIT_POLICY_HISTORY	   1000 /* that one answer tells of */
#define LIMIT_POLICY_RULES	   16384
#define LIMIT_POLICY_ERRORS	   50
#define LIMIT_POLICY_NAME_BYTES	   128
#define LIMIT_POLICY_TEXT_BYTES	   512
#define LIMIT_POLICY_CONDITIONS	   32 /* of one rule */
#define LIMIT_POLICY_ALTERNATIVES  16 /* that `unless … and …` makes of one */
#define LIMIT_POLICY_AGE_YEARS	   150
#define LIMIT_POLICY_PRINT_PLACES  (1000 * 1000)      /* words and comments */
#define LIMIT_POLICY_PROOF_STEPS   (32 * 1000 * 1000) /* of all nevers */
#define LIMIT_POLICY_COMPARE_STEPS (64 * 1000 * 1000) /* when a node loads */
#define LIMIT_POLICY_FINDINGS	   10000
/* Of what was decided about one resident at once, in one log entry */
#define LIMIT_POLICY_MINUTES_BYTES (16 * 1024)
#define LIMIT_VOCABULARY_WORDS	   256
#define LIMIT_VOCABULARY_ENTRIES   32768 /* of all lists, with the fields */
#define LIMIT_CATEGORY_FIELDS	   64
#define LIMIT_CONSENT_KINDS	   8
#define LIMIT_DUTIES		   64
#define LIMIT_POLICY_BOXES	   16384 /* that an analysis tells of */

/* FHIR import */
#define LIMIT_FHIR_ID_BYTES    64
#define LIMIT_FHIR_CONTAINED   256
#define LIMIT_FHIR_NOTES       256
#define LIMIT_FHIR_ARENA_BYTES (192UL * 1024 * 1024)

/* Configuration */
#define LIMIT_CONFIG_BYTES  (1024 * 1024)
#define LIMIT_CONFIG_DEPTH  8
#define LIMIT_CONFIG_ERRORS 100
#define LIMIT_LOOPS	    64
#define LIMIT_USERS	    1024
#define LIMIT_ROLES	    16
#define LIMIT_POLICY_PATHS  64

/* The client: what it waits for, reads and shows */
#define LIMIT_CLIENT_CONNECT_MS	 5000
#define LIMIT_CLIENT_REPLY_MS	 60000
#define LIMIT_CLIENT_LONG_MS	 (3600 * 1000L)
#define LIMIT_CLIENT_REPLY_BYTES (17UL * 1024 * 1024)
#define LIMIT_CLIENT_POLL_MS	 400
#define LIMIT_PROFILE_BYTES	 (16UL * 1024)
#define LIMIT_PAGE_COLUMNS_LEAST 40
#define LIMIT_PAGE_COLUMNS_USUAL 80
#define LIMIT_PAGE_COLUMNS_MOST	 500
#define LIMIT_TABLE_COLUMNS	 12
#define LIMIT_ARGUMENTS		 4096

#endif
