import type {Dialect} from '../dialect/dialect.js';
import type {ModeLetter} from './grammar.js';

export type AgentLetter = 'c' | 'x' | 'q' | 'p' | 'o' | 'h' | 'a' | 'g';

/** What an agent's start is decided by. */
export type StartInput = {
	readonly mode: ModeLetter;
	/** One prompt without a screen. */
	readonly headless: boolean;
	readonly model: string | undefined;
	readonly prompt: string | undefined;
	/** The id a new conversation gets, in modes where we choose it. */
	readonly fresh: string | undefined;
	/** The conversation to go on with; with mode i, c or r it means the same as mode s. */
	readonly known: string | undefined;
	readonly approvals: 'bypass' | 'ask';
	/** Extra arguments, from the config and from after `--`. */
	readonly extra: readonly string[];
	readonly cwd: string;
	/** A folder of this launch's own, for files the agent reads; made only if the answer has `files`. */
	readonly folder: string;
	/** The environment the agent would have: where its own files are. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Undefined on route d: then nothing of ours is set. */
	readonly gateway: GatewayInput | undefined;
	/** The newest conversation on disk, for an agent that has no flag for it. */
	readonly latest: string | undefined;
	/** What the agent tells a model, for one that wants it said of models it does not know. */
	readonly instructions?: string | undefined;
};

/** How an agent is pointed at the gateway. `key` is undefined in own-login mode, where nothing that looks like a key may be set. */
export type GatewayInput = {
	/** With its prefixes and without `/v1`, such as `http://127.0.0.1:8082/s/k3fabc2345`. */
	readonly address: string;
	/** To be sent with every request, where the address cannot say whose it is. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** On route b nobody turns the name of a role into a model. */
	readonly route: 'p' | 'b';
	readonly key: string | undefined;
	/** The gateway's own key, where it asks for one: in own-login mode it needs a header of its own. */
	readonly askedKey: string | undefined;
	/** What an agent that has to name a model asks for where nobody chose one: the name of the role BIG, on route b its first model. */
	readonly main: string;
	/** The name of the role SMALL, for titles and summaries. */
	readonly small: string;
	/** Tokens: the smallest window of the models that may answer; undefined where none is known. */
	readonly window: number | undefined;
	/** Whether the first model asked is another vendor's than the agent's. */
	readonly foreign: boolean;
};

/** A file in the launch's own folder; `path` is relative to it. */
export type LaunchFile =
	| {readonly type: 'text'; readonly path: string; readonly content: string}
	/**
	Each entry of the folder `from` but those named, as a symbolic link: the agent sees its user's own files. What the agent will make later has to land with its user too: the `files` are linked even where they are not there yet, the `folders` are made.
	*/
	| {readonly type: 'links'; readonly path: string; readonly from: string; readonly except: readonly string[]; readonly files: readonly string[]; readonly folders: readonly string[]}
	/** The user's file with a change; `undefined` where there is none. The user's own stays as it is. */
	| {readonly type: 'changed'; readonly path: string; readonly from: string; readonly change: (text: string | undefined) => string};

export type Start = {
	readonly args: readonly string[];
	readonly set: Readonly<Record<string, string>>;
	/** Taken away besides the common list. */
	readonly unset: readonly string[];
	readonly files: readonly LaunchFile[];
	/** What its user has to know because the agent cannot do quite what was asked, a sentence each. */
	readonly notes?: readonly string[] | undefined;
};

/** What somebody wants of an agent, as far as an agent may be unable to do it. */
export type Wanted = {
	readonly code: string;
	readonly mode: ModeLetter;
	readonly headless: boolean;
	readonly prompt: string | undefined;
	readonly known: string | undefined;
	/** Asked for by `--ask`; what the config says holds as far as the agent can. */
	readonly ask: boolean;
	readonly latest: string | undefined;
};

/** A sentence and what to do instead. */
export type Refusal = {readonly sentence: string; readonly choice: string};

/** How the id of a conversation gets known where we could not choose it, or whether it is still the one we chose. */
export type ConversationTrace =
	/** Sent with every request. */
	| {readonly type: 'request-header'; readonly name: string}
	/** What each of its processes writes about itself: where that is, and the id in it, if it is about this process and no earlier one of the same pid. */
	| {readonly type: 'runtime-file'; readonly file: (env: StartInput['env'], pid: number) => string; readonly read: (text: string, process: AgentProcess) => string | undefined}
	/** A file that it holds open as long as it has the conversation; the first group of its path is the id. */
	| {readonly type: 'open-file'; readonly pattern: RegExp}
	/** What the agent prints at its end; the first group is the id. */
	| {readonly type: 'exit-hint'; readonly pattern: RegExp};

/** `startTime` as the system counts it. */
export type AgentProcess = {readonly pid: number; readonly startTime: string};

/** Where an agent keeps the conversations of a folder: a file each. */
export type ConversationStore = {
	readonly folder: string;
	/** Of a file's name; the first group is the id. */
	readonly name: RegExp;
	/** Where those of other folders lie beside it: in each folder of `root`, in this one of it where there is one. Left out where `folder` has them all. */
	readonly others?: {readonly root: string; readonly inner?: string} | undefined;
	/** The files are in folders for year, month and day. */
	readonly isDated: boolean;
	/** What the first lines say, each of them parsed. The folder it was held in, where `folder` is that of all of them. */
	readonly about: (lines: readonly unknown[]) => AboutConversation;
};

export type AboutConversation = {
	readonly prompt: string | undefined;
	readonly cwd: string | undefined;
	/** Held by a program of its own, such as an agent's helper: nobody would go on with it. */
	readonly isAside?: boolean | undefined;
};

/** One row of the catalogue: all that Clutch knows about starting an agent, as data and pure functions. */
export type AgentRow = {
	readonly letter: AgentLetter;
	readonly id: string;
	readonly title: string;
	readonly executable: string;
	/** The oldest version for which the row is meant. */
	readonly minimumVersion: string;
	/** `run`: by running the agent. `documented`: nobody of us has run it; `doctor` says so. */
	readonly evidence: 'run' | 'documented';
	/** Facts of the row that were read and not run, a sentence each. */
	readonly unverified: readonly string[];
	readonly install: string;
	/** Its name at npm, by which its version is read without starting it. */
	readonly npmName: string | undefined;
	/** Its name at the Python Package Index, for the same. */
	readonly pythonName?: string | undefined;
	/** What nobody would expect of it, measured, a sentence each. */
	readonly habits?: readonly string[] | undefined;
	readonly loginCommand: string;
	/** What it speaks at the gateway. */
	readonly dialect: Dialect;
	/** The providers its own login belongs to, first the one that gateway traffic of the login goes to. Empty where a login cannot go by the gateway. */
	readonly vendors: readonly string[];
	/** Refuses to skip approvals as root, unless told it is in a sandbox. */
	readonly refusesRoot: boolean;
	/** Modes in which the conversation's id is chosen by us. */
	readonly preassigns: readonly ModeLetter[];
	readonly traces: readonly ConversationTrace[];
	/** First-start questions that show, and how they are skipped without touching the user's files. */
	readonly dialogs: string;
	/** What its exit codes say, for people: a code of its own each. */
	readonly exitCodes: Readonly<Record<string, string>>;
	/** A setting in a file of the user's without which it ignores the gateway: `file` is below the home folder. */
	readonly neededSetting?: {readonly file: string; readonly key: string; readonly value: string} | undefined;
	/** Where it keeps its conversations, one entry each with names in the order of time: for an agent without a flag for the last one. */
	readonly conversations?: ((env: StartInput['env']) => string) | undefined;
	/** What is kept of its conversations; undefined where nobody can look. */
	readonly store?: ((place: {readonly env: StartInput['env']; readonly cwd: string}) => ConversationStore) | undefined;
	/** What it cannot do, said before anything starts. */
	readonly refuses?: ((wanted: Wanted) => Refusal | undefined) | undefined;
	readonly start: (input: StartInput) => Start;
};
