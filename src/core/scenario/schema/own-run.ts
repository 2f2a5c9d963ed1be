/** Defines what a pod that is listed by its time or by its age may have of its own. */
import * as z from 'zod';
import { duration, resourceList } from './field.ts';

export const ownRun = {
  lifetime: duration.optional().meta({ description: 'Its own lifetime, from started' }),
  longerThan: duration
    .optional()
    .meta({ description: 'Its lifetime is drawn as the entry says, and is longer than this' }),
  requests: resourceList
    .optional()
    .meta({ description: 'Its own requests, of the first container; what is not named stays' }),
};

const fields = z.strictObject(ownRun);

export type OwnRunFields = z.output<typeof fields>;
