import type {ServiceId} from '../../core/service/service.js';
import type {AskFigures} from './ask-figures.js';
import {askCliProxy} from './cli-proxy-figures.js';
import {askHeadroom} from './headroom-figures.js';
import {askOllama} from './ollama-figures.js';

/** One line for each component that says something of itself. */
export const figuresOf: Readonly<Record<ServiceId, AskFigures>> = {
	'cli-proxy': askCliProxy,
	headroom: askHeadroom,
	ollama: askOllama,
};
