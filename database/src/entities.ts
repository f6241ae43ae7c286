import { FirmEntity } from './firm/firm.entity.ts';
import { PersonEmailEntity, PersonEntity, PersonPhoneEntity } from './person/person.entity.ts';
import { TaskEntity } from './task/task.entity.ts';

/** Every entity. Classes, never a glob: a glob finds .ts in tests and .js, maps and tests in dist. */
export const entities = [FirmEntity, PersonEntity, PersonEmailEntity, PersonPhoneEntity, TaskEntity];
