import { example } from '../examples';
import LiveRegionExample from './LiveRegionExample.svelte';

export default [example('with undo', LiveRegionExample, {})];
