import test from 'ava';
import {choiceText, readChoice, type ServiceChoice} from '../../../source/core/service/choice.js';

const choices: ReadonlyArray<readonly [string, ServiceChoice]> = [
	['use 8083', {type: 'use-port', port: 8083}],
	['use a free port', {type: 'use-port', port: 0}],
	['end it and start', {type: 'end-left'}],
	['try again', {type: 'try-again'}],
];

for (const [text, choice] of choices) {
	test(`"${text}" is what it says`, t => {
		t.is(choiceText(choice), text);
		t.deepEqual(readChoice(text), choice);
	});
}

for (const text of ['use 0', 'use 99999', 'use 8083 instead', 'buy a license', '']) {
	test(`"${text}" is nothing that can be done here`, t => {
		t.is(readChoice(text), undefined);
	});
}
