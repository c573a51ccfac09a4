import {span, type Line} from './spans.js';

/** The line to clutchd as the dashboard sees it. `silent`: it is connected and clutchd does not answer, because it is stopped or the machine is. `resting`: somebody ended clutchd on purpose, so nobody starts it unasked. */
export type LinkState = 'connecting' | 'connected' | 'silent' | 'lost' | 'resting';

const restingLine: Line = [span('○ stopped', 'warn'), span('   clutch was put to rest; clutch up starts it')];

/** What the line is to be told, where it is not well; undefined where it is, or where it is only being made. */
export function linkLine(link: LinkState): Line | undefined {
	switch (link) {
		case 'resting': {
			return restingLine;
		}

		case 'lost': {
			return [span('↻ clutchd is gone and is being started again; keys still reach the session.', 'warn')];
		}

		case 'silent': {
			return [span('✖ clutchd is not answering', 'warn'), span('   what is shown may be old; keys still reach the sessions')];
		}

		case 'connecting':
		case 'connected': {
			return undefined;
		}
	}
}
