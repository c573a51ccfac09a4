import type {ModeLetter} from './grammar.js';

export type AgentLetter = 'c';

/** What a mode's arguments are made of. */
export type ArgumentsInput = {
	readonly mode: ModeLetter;
	readonly model: string | undefined;
	readonly prompt: string | undefined;
	/** The id a new conversation gets, in modes where we choose it. */
	readonly fresh: string | undefined;
	/** The conversation to go on with; with mode i, c or r it means the same as mode s. */
	readonly known: string | undefined;
	readonly approvals: 'bypass' | 'ask';
	/** Extra arguments, from the config and from after `--`. */
	readonly extra: readonly string[];
};

/** How an agent is pointed at the gateway. `key` is undefined in own-login mode, where nothing that looks like a key may be set. */
export type GatewayInput = {
	readonly address: string;
	readonly key: string | undefined;
	/** The gateway's own key, where it asks for one: in own-login mode it needs a header of its own. */
	readonly askedKey: string | undefined;
};

/** One row of the catalogue: all that Clutch knows about starting an agent, as data and pure functions. */
export type AgentRow = {
	readonly letter: AgentLetter;
	readonly id: string;
	readonly title: string;
	readonly executable: string;
	readonly install: string;
	readonly loginCommand: string;
	/** The provider its own login belongs to. */
	readonly vendor: string;
	/** Why it refuses to skip approvals as root, unless told it is in a sandbox. */
	readonly refusesRoot: boolean;
	/** Modes in which the conversation's id is chosen by us. */
	readonly preassigns: readonly ModeLetter[];
	readonly args: (input: ArgumentsInput) => readonly string[];
	readonly gatewayEnvironment: (input: GatewayInput) => Readonly<Record<string, string>>;
	/** Taken away besides the common list where the gateway's keys are used. */
	readonly unsetWithGatewayKey: readonly string[];
};
