import {maskArguments} from '../config/secrets.js';
import type {Launch} from '../command.js';
import {childEnvironment, serviceMark, setInPanes, unsetInPanes} from '../launch/environment.js';
import {rememberedArguments, rememberedEnvironment} from './environment.js';
import type {Recipe} from './session.js';

type PlainCommand = {
	readonly file: string;
	readonly args: readonly string[];
	/** The terminal's of whoever starts it, without what npm put there. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
};

/** A multiplexer of the outer terminal is not the one around the session, and a service in whose terminal it is started does not take it along. */
const outer = ['TMUX', 'STY', 'ZELLIJ', 'TERM_PROGRAM', serviceMark];

/** A command or a shell in a session of its own: how it is started, and how it is started again. */
export function planPlain({file, args, env, cwd}: PlainCommand): {readonly launch: Launch; readonly recipe: Recipe} {
	return {
		launch: {file, args, env: childEnvironment(env, {unset: [...outer, ...unsetInPanes], set: setInPanes}), cwd},
		recipe: {
			code: undefined,
			agent: undefined,
			route: undefined,
			credential: 'none',
			profile: undefined,
			model: undefined,
			conversation: undefined,
			file,
			shownArgs: maskArguments(args),
			...rememberedArguments(args),
			environment: rememberedEnvironment(env),
		},
	};
}

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'fish', 'dash', 'ksh', 'mksh', 'tcsh', 'csh', 'nu', 'xonsh', 'elvish', 'pwsh']);

/** Whether it is a shell that waits for its user, and no script that a shell runs. */
export function isShell({file, args}: Pick<PlainCommand, 'file' | 'args'>): boolean {
	return shells.has(file.split('/').at(-1) ?? '') && args.every(argument => /^(?:-[il]+|--login|--interactive)$/.test(argument));
}
