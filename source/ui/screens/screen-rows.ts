import {homeRows} from '../../core/view/home/home-rows.js';
import type {Line} from '../../core/view/text/spans.js';
import {workRows} from '../../core/view/work/work-rows.js';
import type {View} from '../view.js';

/** Home or the work screen, row by row, without what lies over it. */
export function screenRows(view: View): readonly Line[] {
	const {client, navigation} = view;
	if (navigation.screen === 'home') {
		return homeRows(view);
	}

	return client === undefined ? [] : workRows({...view, client});
}
