import {shippedConfig} from '../config/defaults.js';
import {chainOf, type Config} from '../config/config.js';
import {providerRow} from '../provider/rows.js';
import {isFree, scanText, type Scan, type ScannedModel} from '../scan/scan.js';

/** What the last letter or digit of a code stands for. A digit is a profile and, where that says so, a model. */
export type Tier = {
	readonly model: string | undefined;
	readonly profile: string | undefined;
	/** For people: the model, and where it comes from if that is not the config's `tiers`. */
	readonly text: string;
};

export type TierInput = {readonly config: Config; readonly scan?: Scan | undefined};

/** Every tier in force, by its letter or digit. */
export function resolveTiers({config, scan = {status: 'none'}}: TierInput): Readonly<Record<string, Tier>> {
	const letters = Object.entries(config.tiers).map(([letter, model]): readonly [string, Tier] => [letter, byModel(model, model)]);
	const digits = Object.entries(config.profiles).filter(([name]) => /^\d$/.test(name)).map(([name, bundle]): readonly [string, Tier] => {
		const model = typeof bundle === 'string' ? bundle : (bundle.force_main ?? bundle.model);
		const text = typeof bundle === 'string' ? bundle : [`profile ${name}`, model ?? bundle.notes].filter(part => part !== undefined && part !== '').join(': ');
		return [name, {model, profile: name, text}];
	});
	return {...Object.fromEntries(letters), m: scanned('m', {config, scan}), f: scanned('f', {config, scan}), ...Object.fromEntries(digits)};
}

/** The tiers as the grammar wants them: what each stands for, in words. */
export function tiersOf(config: Config, scan?: Scan): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(resolveTiers({config, scan})).map(([letter, {text}]) => [letter, text]));
}

/** The best model and the best free one: of the scan, else of the config, else of what is shipped. */
function scanned(letter: 'm' | 'f', {config, scan}: {readonly config: Config; readonly scan: Scan}): Tier {
	const found = scan.status === 'read' ? (letter === 'm' ? scan.best : scan.free) : undefined;
	if (found !== undefined) {
		const model = modelText(found, config);
		return byModel(model, `${model} (of the scan)`);
	}

	const {tiers: {[letter]: tier}, selectors: {best, free}} = config;
	const selector = letter === 'm' ? best : free;
	const why = scanText(scan);
	if (tier !== undefined) {
		return byModel(tier, `${tier} (tiers.${letter}; ${why})`);
	}

	if (selector !== undefined) {
		return byModel(selector, `${selector} (selectors.${letter === 'm' ? 'best' : 'free'}; ${why})`);
	}

	const model = letter === 'm' ? config.model_tiers.BIG.default : freeModel(config);
	return byModel(model, `${model} (configured default; ${why})`);
}

function freeModel(config: Config): string {
	const {default: first, cascade} = shippedConfig.model_tiers.BIG;
	return [...chainOf(config, 'BIG'), first, ...cascade].find(model => isFree(model)) ?? first;
}

/** As a request can name it: with the provider where Clutch knows it under that name. */
function modelText({model, provider}: ScannedModel, config: Config): string {
	const known = provider !== undefined && provider !== config.default_provider && (Object.hasOwn(config.providers, provider) || providerRow(provider) !== undefined);
	return known ? `${provider}:${model}` : model;
}

function byModel(model: string, text: string): Tier {
	return {model, profile: undefined, text};
}
