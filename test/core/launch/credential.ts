import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {hasCredential} from '../../../source/core/launch/credential.js';

const shipped = completeConfig({}, {});

function withBig(base: string): Config {
	return completeConfig({
		model_tiers: {...shipped.model_tiers, BIG: {default: 'house/large', cascade: []}},
		providers: {house: {base_url: base}},
	}, {'model_tiers.BIG.default': {type: 'file', file: '/config'}});
}

test('without key and login nothing can be asked, unless BIG is on this machine', t => {
	const nothing = {keyed: [], logins: {c: false}};
	t.false(hasCredential({...nothing, config: shipped}));
	t.false(hasCredential({...nothing, config: withBig('https://models.example.com/v1')}));
	t.true(hasCredential({...nothing, config: withBig('http://127.0.0.1:9100/v1')}));
	t.true(hasCredential({config: shipped, keyed: ['openrouter'], logins: {}}));
	t.true(hasCredential({config: shipped, keyed: [], logins: {c: true}}));
});
