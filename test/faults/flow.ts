import test from 'ava';
import {testFaults} from '../helpers/faults.js';

testFaults(test, {from: 21, to: 49});
