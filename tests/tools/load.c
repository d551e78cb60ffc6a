#include "tests/tools/kit/load.h"

#include <getopt.h>
#include <string.h>

static const char usage[] =
	"usage: load --port PORT --certificate F --key F [OPTION…]\n"
	"\n"
	"  --authority F      check the server's certificate with it\n"
	"  --connections N    at one time (1)\n"
	"  --seconds S        run so long; or\n"
	"  --count N          so many requests or handshakes; neither: until\n"
	"                     SIGTERM\n"
	"  --method M  --path P  --body F  --type T\n"
	"                     the request (GET /v1/health, no body)\n"
	"  --message F        header lines, an empty one, and the body\n"
	"  --request-id UUID  the same for each (a new one each)\n"
	"  --expect STATUS    what every answer must have (200; 0: anything)\n"
	"  --watch TEXT       note which answers hold TEXT, and when\n"
	"  --other TEXT       count which hold TEXT, both, or neither\n"
	"  --act-port PORT --act-certificate F --act-key F --act-path P\n"
	"  --act-body F --act-after-ms N\n"
	"                     one POST amid the others; then also count what\n"
	"                     comes after its answer\n"
	"  --answer F         write the last answer's bytes there\n"
	"  --ids F            add each answered request's id to F\n"
	"  --until-broken     lost connections are the expected end\n"
	"  --handshakes       full handshakes instead of requests\n"
	"  --idle             one request each, then hold all connections\n"
	"                     until SIGTERM\n"
	"\n"
	"Prints key=value lines. Exit status: 0; 1 something unexpected; 2 "
	"usage.\n";

enum {
	PORT,
	CERTIFICATE,
	KEY,
	AUTHORITY,
	CONNECTIONS,
	SECONDS,
	COUNT,
	METHOD,
	PATH,
	BODY,
	MESSAGE,
	TYPE,
	REQUEST_ID,
	EXPECT,
	WATCH,
	OTHER,
	ANSWER,
	IDS,
	UNTIL_BROKEN,
	HANDSHAKES,
	IDLE,
	ACT_PORT,
	ACT_CERTIFICATE,
	ACT_KEY,
	ACT_PATH,
	ACT_BODY,
	ACT_AFTER,
	HELP,
};

static const struct option options[] = {
	{"port", required_argument, NULL, PORT},
	{"certificate", required_argument, NULL, CERTIFICATE},
	{"key", required_argument, NULL, KEY},
	{"authority", required_argument, NULL, AUTHORITY},
	{"connections", required_argument, NULL, CONNECTIONS},
	{"seconds", required_argument, NULL, SECONDS},
	{"count", required_argument, NULL, COUNT},
	{"method", required_argument, NULL, METHOD},
	{"path", required_argument, NULL, PATH},
	{"body", required_argument, NULL, BODY},
	{"message", required_argument, NULL, MESSAGE},
	{"type", required_argument, NULL, TYPE},
	{"request-id", required_argument, NULL, REQUEST_ID},
	{"expect", required_argument, NULL, EXPECT},
	{"watch", required_argument, NULL, WATCH},
	{"other", required_argument, NULL, OTHER},
	{"answer", required_argument, NULL, ANSWER},
	{"ids", required_argument, NULL, IDS},
	{"until-broken", no_argument, NULL, UNTIL_BROKEN},
	{"handshakes", no_argument, NULL, HANDSHAKES},
	{"idle", no_argument, NULL, IDLE},
	{"act-port", required_argument, NULL, ACT_PORT},
	{"act-certificate", required_argument, NULL, ACT_CERTIFICATE},
	{"act-key", required_argument, NULL, ACT_KEY},
	{"act-path", required_argument, NULL, ACT_PATH},
	{"act-body", required_argument, NULL, ACT_BODY},
	{"act-after-ms", required_argument, NULL, ACT_AFTER},
	{"help", no_argument, NULL, HELP},
	{NULL, 0, NULL, 0},
};

/* How much and how. False: not one of these. */
static bool
set_amount(struct load_settings *settings, int option)
{
	switch (option) {
	case CONNECTIONS:
		settings->connections = (unsigned)tool_number(optarg, 1, 60000,
							      "--connections");
		return true;
	case SECONDS:
		settings->duration_ns =
			tool_number(optarg, 1, 86400, "--seconds") * NS_PER_S;
		return true;
	case COUNT:
		settings->count = tool_number(optarg, 1, INT64_MAX, "--count");
		return true;
	case UNTIL_BROKEN: settings->until_broken = true; return true;
	case HANDSHAKES: settings->mode = LOAD_HANDSHAKES; return true;
	case IDLE: settings->mode = LOAD_IDLE; return true;
	default: return false;
	}
}

/* What is asked, and what of the answers. False: not one of these. */
static bool
set_request(struct load_settings *settings, int option)
{
	switch (option) {
	case METHOD: settings->method = optarg; return true;
	case PATH: settings->path = optarg; return true;
	case BODY:
	case MESSAGE:
		settings->body_file = optarg;
		settings->body_has_header = option == MESSAGE;
		return true;
	case TYPE: settings->content_type = optarg; return true;
	case REQUEST_ID: settings->request_id = optarg; return true;
	case EXPECT:
		settings->expected_status =
			(int)tool_number(optarg, 0, 599, "--expect");
		return true;
	case WATCH: settings->watched_text = optarg; return true;
	case OTHER: settings->other_text = optarg; return true;
	case ANSWER: settings->answer_file = optarg; return true;
	case IDS: settings->ids_file = optarg; return true;
	default: return false;
	}
}

static bool
set_act(struct load_act *act, int option)
{
	switch (option) {
	case ACT_PORT:
		act->port = (uint16_t)tool_number(optarg, 1, UINT16_MAX,
						  "--act-port");
		return true;
	case ACT_CERTIFICATE: act->files.certificate = optarg; return true;
	case ACT_KEY: act->files.key = optarg; return true;
	case ACT_PATH: act->path = optarg; return true;
	case ACT_BODY: act->body_file = optarg; return true;
	case ACT_AFTER:
		act->after_ns =
			tool_number(optarg, 0, 3600000, "--act-after-ms") *
			NS_PER_MS;
		return true;
	default: return false;
	}
}

static void
set_peer(struct load_settings *settings, int option)
{
	switch (option) {
	case PORT:
		settings->port =
			(uint16_t)tool_number(optarg, 1, UINT16_MAX, "--port");
		break;
	case CERTIFICATE: settings->files.certificate = optarg; break;
	case KEY: settings->files.key = optarg; break;
	case AUTHORITY: settings->files.authority = optarg; break;
	case HELP: fputs(usage, stdout); exit(0);
	default: fputs(usage, stderr); exit(2);
	}
}

int
main(int argc, char **argv)
{
	static struct tally tally;
	struct load_settings settings = {
		.connections = 1,
		.method = "GET",
		.path = "/v1/health",
		.content_type = "application/json",
		.expected_status = 200,
	};
	int option;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!set_amount(&settings, option) &&
		    !set_request(&settings, option) &&
		    !set_act(&settings.act, option))
			set_peer(&settings, option);
	if (optind != argc || settings.port == 0 ||
	    (settings.files.certificate == NULL) !=
		    (settings.files.key == NULL))
		tool_misuse("--port is needed, and a certificate with its key; "
			    "see load --help");
	if (settings.act.port != 0 &&
	    (settings.act.files.key == NULL || settings.act.path == NULL))
		tool_misuse("--act-port needs --act-certificate, --act-key and "
			    "--act-path");
	if (settings.request_id != NULL && strlen(settings.request_id) != 36)
		tool_misuse("--request-id must be a UUID");
	if (settings.body_file != NULL && strcmp(settings.method, "GET") == 0)
		settings.method = "POST";
	bool well = load_run(&settings, &tally);
	tally_print(&tally, &settings, stdout);
	return well ? 0 : 1;
}
