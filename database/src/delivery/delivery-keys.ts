/** Begins the key of what a person ordered, or of the answer to a keyword; its order's id follows. */
export const ORDER_KEY = 'order:';

/** SQL: the enrolment in whose run the delivery `d` was made, for the key of a run is `run:{firm}:{enrolment}:...`; null for others. */
export const ENROLMENT_OF_DELIVERY = `case when d.effect_key ^@ 'run:' then split_part(d.effect_key, ':', 3)::uuid end`;
