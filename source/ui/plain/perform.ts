import type {PlainLine} from '../../core/view/plain/plain-line.js';
import {plainHelp} from '../../core/view/plain/plain-help.js';
import type {LineInput} from '../../io/line-input.js';
import type {Paths} from '../../io/paths.js';
import type {ProgramBeside} from '../../core/view/navigation/navigation.js';
import type {WorkEffect} from '../work-effect.js';
import type {About, RunVerb} from './about.js';
import type {Codes} from './codes.js';
import type {Listing} from './listing.js';
import type {Requests} from './requests.js';
import type {Services} from './services.js';
import {setPreference, settingsLines} from './settings.js';

type Options = {
	readonly paths: Paths;
	readonly input: LineInput;
	readonly say: (line: string) => void;
	readonly ask: (effect: WorkEffect) => Promise<void>;
	readonly runVerb: RunVerb;
	readonly about: About;
	readonly codes: Codes;
	readonly listing: Listing;
	readonly requests: Requests;
	readonly services: Services;
	readonly leave: () => void;
	readonly signal: AbortSignal;
};

/** What each word of plain mode does. */
export function createPerform({paths, input, say, ask, runVerb, about, codes, listing, requests, services, leave, signal}: Options): (line: PlainLine) => Promise<unknown> {
	const watch = async () => {
		const over = new AbortController();
		say('Figures as they come; press Enter to stop.');
		const running = runVerb(['watch', '--plain'], AbortSignal.any([signal, over.signal]));
		await input.next();
		over.abort(new Error('watching is over'));
		await running;
	};

	const open = async (program: ProgramBeside, who: string) => {
		const session = who === '' ? undefined : listing.meant(who);
		if (who === '' || session !== undefined) {
			await ask({type: 'open-beside', program, placing: session && {direction: 'right', beside: session.id}});
		}
	};

	const sayAll = (lines: readonly string[]) => {
		for (const line of lines) {
			say(line);
		}
	};

	// eslint-disable-next-line complexity -- one case for each word
	return async line => {
		switch (line.type) {
			case 'nothing': {
				return;
			}

			case 'list': {
				listing.list();
				return;
			}

			case 'number': {
				return about.go(String(line.number));
			}

			case 'code': {
				return codes.enter(line.line);
			}

			case 'search': {
				listing.search(line.text);
				return;
			}

			case 'next': {
				listing.next();
				return;
			}

			case 'help': {
				sayAll(plainHelp);
				return;
			}

			case 'settings': {
				sayAll(settingsLines(paths));
				return;
			}

			case 'set': {
				say(await setPreference(paths, line));
				return;
			}

			case 'demo': {
				return ask({type: 'demo'});
			}

			case 'local': {
				return codes.local();
			}

			case 'shell': {
				return open({type: 'shell'}, line.who);
			}

			case 'command': {
				const [file = '', ...args] = line.words;
				return open({type: 'command', file, args}, '');
			}

			case 'requests': {
				return requests.list();
			}

			case 'request': {
				return requests.tell(line.number);
			}

			case 'services': {
				services.list();
				return;
			}

			case 'service': {
				return services.perform(line);
			}

			case 'watch': {
				return watch();
			}

			case 'verb': {
				return runVerb(line.words, signal);
			}

			case 'wrong': {
				say(line.problem);
				return;
			}

			case 'unknown': {
				say(`"${line.word}" is neither a code nor a word known here; help lists them.`);
				return;
			}

			case 'quit': {
				leave();
				return;
			}

			case 'restore':
			case 'show':
			case 'find':
			case 'attach':
			case 'kill':
			case 'close':
			case 'rename':
			case 'send':
			case 'press': {
				return about.perform(line);
			}
		}
	};
}
