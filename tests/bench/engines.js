// Reads what cedar_questions prints; asks Cedar and casbin the same, compares
// every answer with ours, and prints a row for each with its time.
// Usage: node engines.js NODE_MODULES NAME RULES VOCABULARY
'use strict';

const fs = require('fs');
const [modules, name, rulesFile, vocabularyFile] = process.argv.slice(2);
const cedar = require(modules + '/@cedar-policy/cedar-wasm/nodejs');
const casbin = require(modules + '/casbin');
const [cedarText, lines, ours] = fs.readFileSync(0, 'utf8').split('\n----\n');
const questions = lines.trim().split('\n').map(line => JSON.parse(line));
const LEAST_MS = 1500;

if (!questions.some(question => question.fields !== ''))
	throw new Error('nothing is shared: the answers prove nothing');

// What an engine shares of a question: its fields, one decision each.
function fields_of(question, allows) {
	return question.all.split(', ').filter(field => allows(field, question)).join(', ');
}

// Wrong answers of all questions, and nanoseconds for one with all its fields.
function measure(allows) {
	const wrong = questions.filter(question =>
		fields_of(question, allows) !== question.fields).length;
	const start = process.hrtime.bigint();
	let done = 0;
	let took = 0;
	while (took < LEAST_MS * 1e6) {
		fields_of(questions[done++ % questions.length], allows);
		took = Number(process.hrtime.bigint() - start);
	}
	return { wrong, ns: took / done };
}

function row(engine, measured, includes) {
	const answers = measured.wrong === 0 ? 'the same' : measured.wrong + ' DIFFERENT';
	const times = measured.ns / Number(ours);
	console.log([name, engine, duration(measured.ns),
		times.toFixed(times < 10 ? 1 : 0) + ' ×', answers, includes].join('|'));
	if (measured.wrong !== 0)
		process.exitCode = 1;
}

function duration(ns) {
	return ns < 1e3 ? ns.toFixed(0) + ' ns' : ns < 1e6 ? (ns / 1e3).toFixed(1) + ' µs'
		: (ns / 1e6).toFixed(1) + ' ms';
}

// --- Cedar: our own export ---

function cedar_engine() {
	const policies = {};
	for (const policy of cedarText.trim().split('\n\n'))
		policies[/^@id\("(.*)"\)$/m.exec(policy)[1]] = policy;
	const parsed = cedar.preparsePolicySet('bench', { staticPolicies: policies });
	if (parsed.type !== 'success')
		throw new Error(JSON.stringify(parsed).slice(0, 500));
	return (field, question) => cedar.statefulIsAuthorized({
		principal: { type: 'Asker', id: 'any' },
		action: { type: 'Action', id: question.category + '.' + field },
		resource: { type: 'Record', id: 'any' },
		context: question.context,
		preparsedPolicySetId: 'bench',
		entities: [],
	}).response.decision === 'allow';
}

// --- casbin: one line of policy for each rule, the same conditions ---

const MODEL = `
[request_definition]
r = action, q
[policy_definition]
p = actions, from, to, role, purpose, share, secrecy_waiver, consultable, sensitivity, age, day, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = fits(p.actions, r.action, p.eft) && fits(p.from, r.q.from, p.eft) && fits(p.to, r.q.to, p.eft) && \
fits(p.role, r.q.role, p.eft) && fits(p.purpose, r.q.purpose, p.eft) && \
fits(p.share, r.q.consent_share, p.eft) && fits(p.secrecy_waiver, r.q.consent_secrecy_waiver, p.eft) && \
fits(p.consultable, r.q.consent_consultable, p.eft) && fits(p.sensitivity, r.q.sensitivity, p.eft) && \
least(p.age, r.q.age, p.eft) && least(p.day, r.q.day, p.eft)
`;
const ANY = '*';
const GIVEN = '|given|naming|';

// An unknown fact fails a permit and applies a forbid.
function fits(words, word, effect) {
	if (words === ANY)
		return true;
	return word === undefined ? effect === 'deny' : words.includes('|' + word + '|');
}
function least(bound, value, effect) {
	if (bound === ANY)
		return true;
	return value === undefined ? effect === 'deny' : value >= Number(bound);
}
const listed = words => '|' + words.split(', ').join('|') + '|';

// The rules are all of the one form that bench_policy prints.
function casbin_lines() {
	const fields = {};
	for (const question of questions)
		fields[question.category] = question.all;
	const form = new RegExp('^rule \\S+ "a rule"\\n (permit|forbid) (\\S+)(?: fields (.*?))?' +
		' from (.*?) to (.*?) as (.*?) for (.*?) when (.*) basis ".*" valid from (\\S+)$', 'gm');
	return [...fs.readFileSync(rulesFile, 'utf8').matchAll(form)].map(match => {
		const [, effect, category, some, from, to, roles, purposes, when, day] = match;
		const actions = (some || fields[category] || 'none').split(', ')
			.map(field => category + '.' + field).join(', ');
		const given = kind => when.includes('consent ' + kind + ' is given') ? GIVEN : ANY;
		return ['p', listed(actions), listed(from), listed(to), listed(roles), listed(purposes),
			given('share'), given('secrecy_waiver'), given('consultable'),
			when.includes('sensitivity is at most normal') ? '|normal|' : ANY,
			when.includes('age is at least 16') ? '16' : ANY,
			day.replaceAll('-', ''), effect === 'permit' ? 'allow' : 'deny'].join(', ');
	});
}

async function casbin_engine() {
	const enforcer = await casbin.newEnforcer(casbin.newModelFromString(MODEL),
		new casbin.StringAdapter(casbin_lines().join('\n')));
	await enforcer.addFunction('fits', fits);
	await enforcer.addFunction('least', least);
	// Nobody can ask for a purpose that is only ever sent.
	const sent = [...fs.readFileSync(vocabularyFile, 'utf8').matchAll(/^ {2}(\S+)\s+sent\b/gm)]
		.map(match => match[1]);
	for (const question of questions) {
		question.facts = { ...question.context };
		if (!question.context.sent && sent.includes(question.facts.purpose))
			delete question.facts.purpose;
	}
	return (field, question) =>
		enforcer.enforceSync(question.category + '.' + field, question.facts);
}

async function main() {
	row('eenplan', { wrong: 0, ns: Number(ours) },
		'all fields at once, the asker prepared anew; C, one call');
	row('cedar-wasm ' + cedar.getCedarSDKVersion(), measure(cedar_engine()),
		'a call for each field, its context as JSON into wasm; rules parsed once; names its reasons');
	row('node-casbin', measure(await casbin_engine()),
		'a call for each field; every rule matched in JavaScript; no reasons');
}
main();
