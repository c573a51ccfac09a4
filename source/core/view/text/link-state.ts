import {span, type Line} from './spans.js';

/** The line to clutchd as the dashboard sees it. `silent`: it is connected and clutchd does not answer, because it is stopped or the machine is. `resting`: somebody ended clutchd on purpose, so nobody starts it unasked. */
export type LinkState = 'connecting' | 'connected' | 'silent' | 'lost' | 'resting';

/** What it is, the same in a word, and what is to be known of it. */
type LinkTrouble = {readonly what: Line; readonly word: Line; readonly more: Line};

/** What the line is to be told, where it is not well; undefined where it is, or where it is only being made. */
export function linkLine(link: LinkState): Line | undefined {
	const trouble = linkParts(link);
	return trouble && [...trouble.what, span('   '), ...trouble.more];
}

export function linkParts(link: LinkState): LinkTrouble | undefined {
	switch (link) {
		case 'resting': {
			return {what: [span('○ stopped', 'warn')], word: [span('○ stopped', 'warn')], more: [span('clutch was put to rest; clutch up starts it')]};
		}

		case 'lost': {
			return {what: [span('↻ clutchd is gone and is being started again', 'warn')], word: [span('↻ clutchd is gone', 'warn')], more: [span('keys still reach the sessions')]};
		}

		case 'silent': {
			return {what: [span('✖ clutchd is not answering', 'warn')], word: [span('✖ clutchd is silent', 'warn')], more: [span('what is shown may be old; keys still reach the sessions')]};
		}

		case 'connecting':
		case 'connected': {
			return undefined;
		}
	}
}
