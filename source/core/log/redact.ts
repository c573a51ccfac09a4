import {hideKeyLines} from './private-key.js';
import {createSecretFinder, shortestSecret} from './secret-finder.js';

export type Redactor = {
	/** The text without secrets. Line ends stay where they are. */
	readonly redact: (text: string) => string;
	/** Where secrets stand in it, in no order; they may overlap. */
	readonly spans: (text: string) => ReadonlyArray<readonly [start: number, end: number]>;
	/** Where at the end of the text a known secret may have begun; its length where none has. */
	readonly begun: (text: string) => number;
};

type Options = {
	/** Hidden wherever they stand. */
	readonly secrets?: readonly string[];
	/** What stands in their place. @default '••••' */
	readonly mark?: string;
};

const bullets = '••••';

// No pattern reaches over the end of a line, and none takes more than a few steps a character, whatever it is given: a service may print megabytes without a space. They name the spaces of ASCII, because they also read bytes, one a character.

/** Tokens by their shape. */
const shapes = [
	/\b(?:sk|pk|rk|ghp|gho|xai|gsk|hf|nvapi)[-_][\w-]{8,}/g,
	/\bAIza[\w-]{20,}/g,
	/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g,
	// Signed JSON (JWT). It begins where a word does, else every place within one would begin anew.
	/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)*/g,
];

/** A private key in one line, as JSON and variables have it. */
const keys = /(-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----)[^\n]+?(?=-----END |\n|$)/g;

const schemes = /\b(bearer|basic)[ \t]+[\w+./~=-]{8,}/gi;
/** Of whatever scheme: databases and queues have passwords in theirs too. */
const addresses = /(:\/\/)[^/@ \t\r\n\f\v]+@/g;

/** By the name it is given to, of which only the end is looked at. */
const named = /((?:(?<!\benv_)key|token|secret|password|passwd|passphrase|authorization|cookie|(?<=["'])pass(?=\\?["'][ \t]*:[ \t]*\\?["']))(?:\\?["'])?[ \t]*[:=][ \t]*)("(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*'|[^ \t\r\n\f\v,;}]+)/gi;

/** Options with their value as the next word. */
const options = /(--(?:[\w-]{0,20}-)?(?:password|passwd|passphrase|token|secret|api-?key)[ \t]+)(?!-)(?:"[^"\n]*"|'[^'\n]*'|[^ \t\r\n\f\v,;}]+)/gi;

/**
Takes secrets out of text: tokens by their shape, values by the name they are given to, and those that are known. It errs on the side of hiding.
*/
export function createRedactor({secrets = [], mark = bullets}: Options = {}): Redactor {
	const find = createSecretFinder(secrets);

	const hideKnown = (text: string) => {
		let shown = '';
		let done = 0;
		for (const [start, end] of find(text)) {
			if (end > done) {
				shown += start < done ? '' : text.slice(done, start) + mark;
				done = end;
			}
		}

		return done === 0 ? text : shown + text.slice(done);
	};

	return {
		redact(text) {
			let shown = hideKnown(hideKeyLines(text, {mark}).text);
			for (const shape of shapes) {
				shown = shown.replaceAll(shape, mark);
			}

			return shown
				.replaceAll(keys, `$1${mark}`)
				.replaceAll(options, `$1${mark}`)
				.replaceAll(schemes, `$1 ${mark}`)
				.replaceAll(named, (_whole, head: string, value: string) => `${head}${value.startsWith('"') ? `"${mark}"` : mark}`)
				.replaceAll(addresses, `$1${mark}@`);
		},
		begun: text => Math.min(text.length, ...secrets.map(secret => text.length - begunLength(text, secret))),
		spans: text => [
			...find(text),
			...[...shapes, keys, options, schemes, addresses, named].flatMap(pattern => [...text.matchAll(pattern)].map(({index, 0: whole}) => [index, index + whole.length] as const)),
		],
	};
}

/** So much of a secret says nothing of it. */
const shortestBegun = 4;

/** How many of the first characters of a secret the text ends with. */
function begunLength(text: string, secret: string): number {
	for (let length = Math.min(text.length, secret.length - 1); length >= shortestBegun; length--) {
		if (text.endsWith(secret.slice(0, length))) {
			return length;
		}
	}

	return 0;
}

const shapesOnly = createRedactor();

/** A text without secrets, for logs, as far as they can be told by their looks. */
export function redact(text: string): string {
	return shapesOnly.redact(text);
}

/** What to look for so that these values are found: as they are, as JSON and addresses write them, and one of several lines by its lines. */
export function secretForms(values: readonly string[]): readonly string[] {
	const lines = values.flatMap(value => value.split('\n')).map(line => line.trim()).filter(line => line.length >= shortestSecret);
	return [...new Set(lines.flatMap(line => [line, JSON.stringify(line).slice(1, -1), encodeURIComponent(line.toWellFormed())]))];
}
