const decideBelow = [
	{group: ['node:*'], message: 'core/ decides and touches nothing: no node:* here.'},
	{group: ['react', 'ink'], message: 'core/ knows no screen.'},
];

/** @type {import('xo').FlatXoConfig} */
const config = [
	{ignores: ['dist/**', 'test/fixtures/violation/**', '.cache/**']},
	{
		react: true,
		prettier: 'compat',
		semicolon: true,
		rules: {
			'react/react-in-jsx-scope': 'off', // -- the automatic JSX runtime needs no React in scope
			'unicorn/no-process-exit': 'off', // -- the programs end themselves with an exit code on purpose, in main files only
			'n/file-extension-in-import': 'off', // -- TypeScript sources are imported by their output name
			'import-x/extensions': 'off', // -- same reason
			'unicorn/prevent-abbreviations': ['error', {allowList: {args: true, env: true, argv: true, Args: true, ref: true, Props: true, props: true, dir: true, fn: true, err: true, db: true, dev: true, src: true, pkg: true}}],
			'import-x/no-default-export': 'error',
			'max-lines': ['error', {max: 300, skipBlankLines: true, skipComments: true}],
			'capitalized-comments': 'off', // -- a comment may start with a name in code
			'no-await-in-loop': 'off', // -- ordered work is the rule here, not the exception
			'complexity': ['error', 25],
			'@typescript-eslint/naming-convention': 'off', // -- wire formats bring their own snake_case
			'@typescript-eslint/no-unsafe-type-assertion': 'off', // -- what arrives from outside is checked by hand or schema right after
			'no-bitwise': 'off', // -- file modes, cell styles and frames are bits
			'n/prefer-global/process': 'off', // -- Node's globals are Node's globals
			'n/prefer-global/buffer': 'off', // -- same reason
			'require-unicode-regexp': 'off', // -- plain ASCII patterns gain nothing from it
			'unicorn/numeric-separators-style': 'off', // -- masks group by byte
			'@typescript-eslint/switch-exhaustiveness-check': ['error', {allowDefaultCaseForExhaustiveSwitch: true, considerDefaultExhaustiveForUnions: false}], // -- a `never` default also catches what arrives from outside
			'camelcase': 'off', // -- same reason
			'@typescript-eslint/no-restricted-types': 'off', // -- Buffer and null stand where the wire or Node says so
			'unicorn/no-null': 'off', // -- null stands where the wire says null
		},
	},
	{
		files: ['source/core/**/*.ts'],
		rules: {
			'no-restricted-imports': ['error', {patterns: decideBelow}],
			'no-restricted-globals': ['error', 'Date', 'setTimeout', 'setInterval', 'setImmediate', 'process', 'console', 'performance', 'fetch'],
			'no-restricted-properties': ['error', {object: 'Math', property: 'random'}],
		},
	},
	{
		files: ['xo.config.js', 'build.js'],
		rules: {'import-x/no-default-export': 'off'},
	},
];

export default config;
