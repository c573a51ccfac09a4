import type {Config, RoleModels, RoleName} from '../config/config.js';
import type {LaunchSettings} from './launch-settings.js';

/** The configuration as one launch has it. */
export function configFor(settings: LaunchSettings, config: Config): Config {
	const {roles, provider, cascade} = settings;
	const role = (name: RoleName): RoleModels => {
		const given = roles?.[name];
		// Models that nobody chose do not stand behind one that somebody did.
		const models = given === undefined ? config.model_tiers[name] : {default: given, cascade: []};
		return cascade === undefined || cascade === 'off' ? models : {...models, cascade};
	};

	return {
		...config,
		model_tiers: {BIG: role('BIG'), MIDDLE: role('MIDDLE'), SMALL: role('SMALL')},
		...(provider === undefined ? {} : {default_provider: provider}),
		...(roles?.FALLBACK === undefined ? {} : {fallbacks: [roles.FALLBACK]}),
		...(cascade === undefined ? {} : {model_cascade: cascade !== 'off'}),
	};
}
