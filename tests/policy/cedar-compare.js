// Reads what cedar_questions prints, asks Cedar the same, and counts the
// differences. Usage: node cedar-compare.js FOLDER-OF-CEDAR-WASM NAME
'use strict';

const cedar = require(process.argv[2] + '/nodejs');
const [text, lines] = require('fs').readFileSync(0, 'utf8').split('\n----\n');

// By the rule's own id, so that Cedar's reasons name rules.
const policies = {};
const duties = {};
for (const policy of text.trim().split('\n\n')) {
	const id = /^@id\("(.*)"\)$/m.exec(policy)[1];
	policies[id] = policy;
	duties[id] = /^@duty\("(.*)"\)$/m.exec(policy)[1].split(' ').filter(Boolean);
}
const parsed = cedar.preparsePolicySet('eenplan', { staticPolicies: policies });
if (parsed.type !== 'success') {
	console.error(JSON.stringify(parsed, null, 1).slice(0, 2000));
	process.exit(1);
}

function ask(field, question) {
	const answer = cedar.statefulIsAuthorized({
		principal: { type: 'Asker', id: 'any' },
		action: { type: 'Action', id: question.category + '.' + field },
		resource: { type: 'Record', id: 'any' },
		context: question.context,
		preparsedPolicySetId: 'eenplan',
		entities: [],
	});
	if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0)
		throw new Error(JSON.stringify(answer));
	return answer.response;
}

let questions = 0;
let decisions = 0;
let permitted = 0;
let different = 0;
for (const line of lines.trim().split('\n')) {
	const question = JSON.parse(line);
	const fields = [];
	const owed = new Set();
	for (const field of question.all.split(', ')) {
		const response = ask(field, question);
		decisions++;
		if (response.decision !== 'allow')
			continue;
		fields.push(field);
		response.diagnostics.reason.forEach(id => duties[id].forEach(d => owed.add(d)));
	}
	const ours = question.fields + ' / ' + question.duties.split(', ').sort().join(', ');
	const theirs = fields.join(', ') + ' / ' + [...owed].sort().join(', ');
	questions++;
	permitted += fields.length > 0;
	if (ours !== theirs) {
		different++;
		if (different <= 5)
			console.log('different: ' + line + '\n  ours:   ' + ours + '\n  theirs: ' + theirs);
	}
}
console.log(`${process.argv[3]}: ${questions} questions, ${decisions} decisions by Cedar ` +
	`${cedar.getCedarSDKVersion ? cedar.getCedarSDKVersion() : ''}, ` +
	`${permitted} questions permitted, ${different} differences`);
process.exit(different === 0 && permitted > 0 ? 0 : 1);
