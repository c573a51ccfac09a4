import type {Answer, Ask} from './emulator-message.js';
import type {EmulatedTerminal} from './emulator-terminal.js';

/** Answers what is asked of a terminal; a search takes turns with everybody else. */
export function answerAsk(terminal: EmulatedTerminal, {ask, reply}: {readonly ask: Ask; readonly reply: (answer: Answer) => void}): void {
	switch (ask.type) {
		case 'screen': {
			reply(terminal.screen(ask));
			break;
		}

		case 'lines': {
			reply(terminal.lines.read(ask));
			break;
		}

		case 'search': {
			searchOn(terminal.lines.search(ask), reply);
		}
	}
}

function searchOn(search: ReturnType<EmulatedTerminal['lines']['search']>, reply: (answer: Answer) => void): void {
	const step = search.next();
	if (step.done === true) {
		reply(step.value);
	} else {
		setImmediate(() => {
			searchOn(search, reply);
		});
	}
}
