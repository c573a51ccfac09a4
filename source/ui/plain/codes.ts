import {answerLines} from '../../core/view/text/restore-text.js';
import {numbered} from '../../core/view/plain/announce.js';
import type {Preview} from '../../core/view/box/preview.js';
import {lastPart} from '../../core/view/text/format.js';
import type {State, Store} from '../store.js';

export type Codes = {
	/** Types it into the code line and presses Enter, and says what came of it. */
	readonly enter: (line: string) => Promise<void>;
	/** Does something, and says what came of it: `opens` a session, or `changes` one. */
	readonly after: (act: () => void, what: 'opens' | 'changes') => Promise<void>;
	/** Whether the typed text answered what stands there with numbers. */
	readonly answer: (typed: string) => Promise<boolean>;
};

/** A program is there within a second; a busy machine gets more. */
const startingMs = 10_000;

/** A launch waits for services at most fifteen seconds; more than that nothing takes. */
const longestMs = 45_000;

/** The code line and its questions, the same as on the screen, driven by typed lines. */
export function createCodes({store, say, signal}: {readonly store: Store; readonly say: (line: string) => void; readonly signal: AbortSignal}): Codes {
	const press = (name: string) => {
		store.navigate({type: 'key', key: {type: 'key', name}});
	};

	const clear = () => {
		store.navigate({type: 'message', message: undefined});
		for (let steps = 0; steps < 8 && (store.get().navigation.line !== '' || store.get().navigation.overlays.length > 0); steps++) {
			press('Esc');
		}
	};

	/** Home is where lines are typed; what is shown there nobody sees. */
	const goHome = () => {
		if (store.get().navigation.screen !== 'home') {
			store.navigate({type: 'chord'});
			press('H');
		}
	};

	/** Waits until it has led to something, says that, and leaves only what can be answered. */
	const follow = async (isOver: (state: State) => boolean) => {
		const state = await store.until(isOver, AbortSignal.any([signal, AbortSignal.timeout(longestMs)]));
		if (state === undefined) {
			if (!signal.aborted) {
				say('Nothing came of it yet; status says how things stand.');
			}

			return;
		}

		const {navigation: {message, preview, screen, overlays, focused}} = state;
		const question = overlays.at(-1);
		if (message !== undefined) {
			for (const line of message.text.split('   ')) {
				say(line);
			}
		}

		if (question?.type === 'question') {
			for (const line of answerLines(question.question.answer, {id: question.question.id, now: question.question.at})) {
				say(line);
			}

			say('Type its number, or N for a new conversation; anything else leaves it as it is.');
		} else if (screen === 'work') {
			goHome();
			// What is asked of it next must find it running.
			await store.until(({client}) => client?.sessions.some(({id, state: {status}}) => id === focused && status !== 'starting') === true, AbortSignal.any([signal, AbortSignal.timeout(startingMs)]));
		} else if ('sentence' in preview) {
			say(preview.sentence);
			for (const line of numbered(choicesOf(preview))) {
				say(line);
			}
		} else if (preview.status === 'open') {
			say(preview.next);
		}
	};

	/** What is about to run is said once, as soon as it is known. */
	const sayingPlan = (isOver: (state: State) => boolean) => {
		let isSaid = false;
		return (state: State) => {
			const {preview} = state.navigation;
			if (preview.status === 'ready' && !isSaid) {
				isSaid = true;
				say(`${preview.plan.short}: runs ${preview.plan.command} in ${preview.plan.cwd}`);
			}

			return isOver(state);
		};
	};

	const hasSettled = ({navigation: {message, preview, screen, due, overlays}}: State) =>
		message !== undefined || screen === 'work' || overlays.at(-1)?.type === 'question' || ('sentence' in preview && !isLooking(preview)) || (preview.status === 'open' && due === undefined);

	return {
		async enter(line) {
			clear();
			goHome();
			store.navigate({type: 'key', key: {type: 'paste', text: line}});
			press('Enter');
			await follow(sayingPlan(hasSettled));
		},
		async after(act, what) {
			clear();
			goHome();
			const before = store.get();
			act();
			await follow(state => state.navigation !== before.navigation || (what === 'changes' && state.client?.sessions !== before.client?.sessions));
		},
		async answer(typed) {
			const {navigation: {overlays, preview, message}} = store.get();
			const text = typed.trim();
			const isAsked = overlays.at(-1)?.type === 'question';
			const choices = isAsked ? 9 : Math.max(message?.choices?.length ?? 0, choicesOf(preview).length);
			const isAnswer = (/^[1-9]$/.test(text) && Number(text) <= choices) || (isAsked && /^n$/i.test(text));
			if (!isAnswer) {
				clear();
				return false;
			}

			store.navigate({type: 'message', message: undefined});
			const before = store.get();
			if (!isAsked && preview.status === 'pick') {
				for (let row = 1; row < Number(text); row++) {
					press('Down');
				}

				press('Enter');
				await follow(sayingPlan(state => state.navigation.preview.status !== 'pick' && hasSettled(state)));
				return true;
			}

			press(text.toUpperCase());
			await follow(state => state !== before && (state.navigation.preview !== before.navigation.preview || hasSettled({...state, navigation: {...state.navigation, preview: {status: 'empty'}}}) || state.client?.sessions !== before.client?.sessions));
			return true;
		},
	};
}

/** So many a digit can name. */
const mostChoices = 9;

/** What a number means under the code line: what can be done, or the conversations to choose from. */
function choicesOf(preview: Preview): readonly string[] {
	if (preview.status === 'problem') {
		return preview.choices.map(({text}) => text);
	}

	return preview.status === 'pick'
		? preview.found.slice(0, mostChoices).map(({prompt, cwd, isHere}) => `"${prompt}"${isHere || cwd === undefined ? '' : `, in ${lastPart(cwd)}`}`)
		: [];
}

/** Nothing is there to choose from yet. */
function isLooking(preview: Preview): boolean {
	return preview.status === 'pick' && preview.found.length === 0 && preview.sentence.startsWith('Looking');
}
