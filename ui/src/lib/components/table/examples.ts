import { example } from '../examples';
import TableExample from './TableExample.svelte';

export default [example('two people', TableExample, {})];
