import {info, ok, warn, type Finding} from './finding.js';

type Environment = Readonly<Record<string, string | undefined>>;

export type MultiplexerName = 'tmux' | 'screen' | 'zellij';

/** What a multiplexer around Clutch lets through to the real terminal; undefined where it does not say. */
export type MultiplexerFacts = {
	readonly name: MultiplexerName;
	readonly trueColour: boolean | undefined;
	/** Sequences it does not know itself, wrapped for the terminal outside. */
	readonly passthrough: boolean | undefined;
	readonly focus: boolean | undefined;
	readonly clipboard: boolean | undefined;
};

/** The options of tmux that decide it, as `tmux show-options` names them. */
export type TmuxOptions = {
	readonly 'allow-passthrough'?: string | undefined;
	readonly 'focus-events'?: string | undefined;
	readonly 'set-clipboard'?: string | undefined;
	/** Of the client that shows this pane, such as `256,RGB,clipboard,focus`. */
	readonly features?: string | undefined;
};

/** The innermost one, as far as the environment tells: each sets a variable of its own. */
export function multiplexerOf({TMUX: tmux, STY: screen, ZELLIJ: zellij}: Environment): MultiplexerName | undefined {
	const found = [['tmux', tmux], ['screen', screen], ['zellij', zellij]] as const;
	return found.find(([, value]) => value !== undefined && value !== '')?.[0];
}

/** Whether the session came over the network. */
function isRemote({SSH_CONNECTION: connection, SSH_TTY: tty}: Environment): boolean {
	return [connection, tty].some(value => value !== undefined && value !== '');
}

/** Without options of tmux, what each is known to do as it is delivered. */
export function multiplexerFacts(name: MultiplexerName, options: TmuxOptions | undefined): MultiplexerFacts {
	switch (name) {
		case 'tmux': {
			const features = options?.features?.split(',');
			return {
				name,
				trueColour: features?.includes('RGB'),
				passthrough: on(options?.['allow-passthrough']),
				focus: on(options?.['focus-events']),
				clipboard: on(options?.['set-clipboard']),
			};
		}

		case 'screen': {
			return {name, trueColour: false, passthrough: undefined, focus: false, clipboard: false};
		}

		case 'zellij': {
			return {name, trueColour: true, passthrough: false, focus: true, clipboard: true};
		}
	}
}

const remedies: Readonly<Record<MultiplexerName, Readonly<Record<'trueColour' | 'passthrough' | 'focus' | 'clipboard', string>>>> = {
	tmux: {
		trueColour: 'In tmux.conf: set -as terminal-features \',*:RGB\', then attach anew.',
		passthrough: 'In tmux.conf: set -g allow-passthrough on.',
		focus: 'In tmux.conf: set -g focus-events on.',
		clipboard: 'In tmux.conf: set -g set-clipboard on.',
	},
	screen: {
		trueColour: 'screen 5 knows truecolor on; older ones have 256 colours.',
		passthrough: 'Nothing has to be done.',
		focus: 'Clutch shows all panes as focused then; nothing has to be done.',
		clipboard: 'Copy with the terminal\'s own selection.',
	},
	zellij: {
		trueColour: 'Nothing has to be done.',
		passthrough: 'Nothing has to be done.',
		focus: 'Nothing has to be done.',
		clipboard: 'Nothing has to be done.',
	},
};

const limits = [
	['trueColour', 'all colours'],
	['passthrough', 'sequences it does not know'],
	['focus', 'whether the window has the focus'],
	['clipboard', 'what is copied to the clipboard'],
] as const;

export function examineMultiplexer(facts: MultiplexerFacts | undefined, env: Environment): readonly Finding[] {
	const remote = isRemote(env) ? [info('terminal.ssh', 'This is over SSH. Sessions live on this machine and outlive the connection; systemd says below whether they outlive the logout.', 'clutch attach ID, or clutch, comes back to them after the next login.')] : [];
	if (facts === undefined) {
		return remote;
	}

	const {name} = facts;
	const colours = env.TERM?.includes('256color') === true || facts.trueColour === true;
	return [
		...remote,
		info('terminal.multiplexer', `This is inside ${name}, which keeps some keys to itself.`, `Clutch needs no ${name}: its sessions outlive the terminal without. It works inside it too.`),
		...(colours ? [] : [warn('terminal.multiplexer.colours', `TERM is ${env.TERM ?? 'not set'} inside ${name}, which means 8 colours.`, name === 'tmux' ? 'In tmux.conf: set -g default-terminal tmux-256color.' : `Have ${name} set TERM to a name with -256color.`)]),
		...limits.flatMap(([aspect, words]) => limit(`terminal.multiplexer.${aspect.toLowerCase()}`, {words, name, passes: facts[aspect], remedy: remedies[name][aspect]})),
	];
}

function limit(id: string, {words, name, passes, remedy}: {readonly words: string; readonly name: MultiplexerName; readonly passes: boolean | undefined; readonly remedy: string}): readonly Finding[] {
	if (passes === undefined) {
		return [];
	}

	return [passes ? ok(id, `${name} passes on ${words}.`) : info(id, `${name} does not pass on ${words}.`, remedy)];
}

function on(value: string | undefined): boolean | undefined {
	return value === undefined || value === '' ? undefined : value !== 'off';
}
