import process from 'node:process';
import {ClutchError} from '../core/error.js';
import type {ClientState} from '../core/client/state.js';
import {watchSpans, type Figures} from '../core/usage/figures.js';
import {plainSnapshot} from '../core/view/watch/plain.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {withClutchd} from './with-clutchd.js';

/** `clutch watch`: the screen of figures on a terminal; elsewhere, or with `--plain`, one line for each change. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {flags, words} = parsed;
	if (words.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'watch takes no words.', next: 'clutch watch --help lists its options.'});
	}

	if (flags.once === true) {
		return once(flags.json === true, context);
	}

	if (flags.plain === true || flags.json === true || !context.stdout.isTTY || !process.stdin.isTTY) {
		const {followFigures} = await import('./watch-plain.js');
		return followFigures(context, {json: flags.json === true});
	}

	const {show} = await import('./dashboard.js');
	return show(context, {watch: true});
}

/** Asks the clutchd that runs, and starts none. */
async function once(json: boolean, context: CommandContext): Promise<number> {
	return withClutchd(context, async client => {
		const state = await client.call({type: 'status'}) as ClientState;
		const figures = await client.call({type: 'usage.figures', spanMs: watchSpans[0].spanMs, most: 50}) as Figures;
		context.stdout.write(json ? `${JSON.stringify({type: 'snapshot', today: state.meter.today, services: state.services, figures})}\n` : plainSnapshot(figures, state).map(line => `${line}\n`).join(''));
		return 0;
	});
}
