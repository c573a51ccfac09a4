import {ClutchError} from '../core/error.js';
import {explainCode, type LaunchCode, type Tiers} from '../core/launch/code.js';
import type {LaunchRequest} from '../core/launch/plan.js';
import {readSettings} from '../core/launch/set-option.js';
import {nameFault} from '../core/session/named.js';
import {isPiped, longestPrompt, readPipedPrompt} from '../io/piped-prompt.js';
import {say} from '../io/say.js';
import type {ParsedArguments} from './command.js';

/** A pipe that says nothing for so long is taken for one that somebody left open. */
const silenceMs = 3000;

/** What the words and options of `xx` ask for, but for what is piped in. */
export function readRequest(parsed: ParsedArguments, {tiers, screen}: {readonly tiers: Tiers; readonly screen: LaunchRequest['screen']}): LaunchRequest {
	const code = readCode(parsed.words, tiers);
	const {login, 'no-login': noLogin, ask} = parsed.flags;
	if (login === true && noLogin === true) {
		throw usage('--login and --no-login say the opposite.', 'Leave one of them out.');
	}

	const reading = readSettings(parsed.lists.set ?? []);
	if (reading.type === 'wrong') {
		throw usage(reading.sentence, reading.next);
	}

	return {
		code,
		model: textOf(parsed, 'model'),
		prompt: textOf(parsed, 'prompt'),
		conversation: textOf(parsed, 'session'),
		name: nameMeant(parsed),
		profile: textOf(parsed, 'profile'),
		login: login === true ? true : (noLogin === true ? false : undefined),
		ask: ask === true ? true : undefined,
		nativeArgs: parsed.rest,
		settings: reading.settings,
		screen,
	};
}

/** The value of an option; one that is empty was forgotten. */
export function textOf({flags}: ParsedArguments, flag: string): string | undefined {
	const value = flags[flag];
	if (value === '') {
		throw usage(`--${flag} needs a value, but got an empty one.`, 'Leave it out, or give it one.');
	}

	return typeof value === 'string' ? value : undefined;
}

/** What `--name` says, by the rule for all names. */
export function nameMeant({flags}: ParsedArguments): string | undefined {
	const {name} = flags;
	const fault = typeof name === 'string' ? nameFault(name) : undefined;
	if (fault !== undefined) {
		throw usage(fault, 'Leave --name out, or give it another one.');
	}

	return typeof name === 'string' ? name.trim() : undefined;
}

type WithPiped = {readonly request: LaunchRequest; readonly tookInput: boolean};

/**
The request with what is piped in behind its prompt, and whether standard input was read for that. Mode r asks its user first which conversation is meant, and takes no prompt.

Where nothing but a prompt is missing, the pipe is waited for as long as it takes; where there is one, or none is needed, only until it turns out that nobody writes.
*/
export async function withPipedPrompt(request: LaunchRequest, signal: AbortSignal): Promise<WithPiped> {
	const {code, prompt, conversation} = request;
	if ((code.mode === 'r' && conversation === undefined) || !isPiped()) {
		return {request, tookInput: false};
	}

	const isNeeded = code.headless && prompt === undefined;
	const piped = await readPipedPrompt({
		signal,
		silenceMs: isNeeded ? undefined : silenceMs,
		onWaiting() {
			say('Waiting for the end of standard input, which is part of the prompt …\n');
		},
	});
	switch (piped.type) {
		case 'none': {
			return {request, tookInput: true};
		}

		case 'silent': {
			say(`Nothing came by standard input within ${silenceMs / 1000} s, so it starts without. (< /dev/null says so at once.)\n`);
			return {request, tookInput: true};
		}

		case 'no-text': {
			throw usage('What came by standard input is no text, so it cannot be a prompt.', 'Name the file in the prompt instead, or say < /dev/null.');
		}

		case 'too-long': {
			throw tooLong();
		}

		case 'text': {
			const whole = prompt === undefined ? piped.text : `${prompt}\n\n${piped.text}`;
			if (Buffer.byteLength(whole) > longestPrompt) {
				throw tooLong();
			}

			return {request: {...request, prompt: whole}, tookInput: true};
		}
	}
}

function readCode([typed, ...others]: readonly string[], tiers: Tiers): LaunchCode {
	const reading = explainCode(typed ?? '', tiers);
	if (reading.status === 'wrong') {
		throw usage(reading.sentence, 'xx --help says what a code is.');
	}

	if (reading.code === undefined) {
		const next = reading.next.map(choice => `${choice.code} ${choice.text}`).join('  ');
		throw usage(typed === undefined ? 'xx takes a code, such as cip: an agent, a mode and a route. xx --help explains them.' : `"${typed}" is not yet a code: ${reading.decoded.join(', ')}, and then?`, next);
	}

	const [surplus] = others;
	if (surplus !== undefined) {
		throw usage(`xx takes one code, but after "${typed ?? ''}" came "${surplus}".`, 'A prompt goes with -p "…", arguments of the agent behind --.');
	}

	return reading.code;
}

function tooLong(): ClutchError {
	return usage(`A prompt is one argument of the agent, and none may be longer than ${longestPrompt} bytes.`, 'Put it into a file, and name the file in the prompt.');
}

export function usage(problem: string, next: string): ClutchError {
	return new ClutchError('ERR_CLUTCH_USAGE', {problem, next});
}
