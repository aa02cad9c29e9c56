// Generated from swaggers/ by `npm run types`. Do not edit.

export interface paths {
    "/admin/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every flag, newest first. */
        get: operations["list_flags"];
        put?: never;
        /** Makes a flag, or puts this definition in the place of the one with its key. The same definition again changes nothing. */
        post: operations["save_flag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/flags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flag. */
        get: operations["get_flag"];
        put?: never;
        post?: never;
        /** Deletes a flag: nobody is told of it any more. */
        delete: operations["delete_flag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/toggle/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches a flag on or off, or without a body to the other side. Where it stands there already, nothing changes. */
        post: operations["toggle_flag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every change to this service's records, newest first. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every flag gives a user in a role; private flags with a token alone. */
        get: operations["evaluate_flags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who did something, as it was then: written into audits, timelines and events, and never looked up again. */
        Actor: {
            /** @description What kind of being. */
            kind: components["schemas"]["ActorKind"];
            /** @description A person's id or a service's name; empty for the anonymous. */
            id: string;
            /** @description The name to show. */
            name: string;
        };
        /**
         * @description What kind of being acted.
         * @enum {string}
         */
        ActorKind: "person" | "service" | "anonymous";
        /** @description One change. */
        AuditEntry: {
            /**
             * Format: int64
             * @description When, in unix seconds.
             */
            at: number;
            /** @description Who, as they were then. */
            actor: components["schemas"]["Actor"];
            /**
             * @description What was done, such as `incident.status`.
             * @example incident.status
             */
            action: string;
            /** @description To what: an id. */
            object: string;
            /** @description What it became, in a few words; never a secret. */
            detail?: string;
            /** @description The request that did it. */
            request_id?: string | null;
        };
        /** @description What one flag gives somebody. */
        Evaluation: {
            /**
             * @description The variation.
             * @example on
             */
            variation: string;
            /**
             * @description Whether the flag is switched off: then everybody gets this variation.
             * @example false
             */
            off: boolean;
        };
        /** @description One invalid field of a request: where it is, and what would be right. */
        FieldError: {
            /**
             * @description A JSON pointer (RFC 6901) into the body, `?name` for a query parameter, or a header's name.
             * @example /title
             */
            pointer: string;
            /**
             * @description What is wrong and what would be right, in English.
             * @example must be at most 200 characters
             */
            detail: string;
        };
        /** @description A flag. */
        Flag: {
            /**
             * @description Its key.
             * @example public_status_enabled
             */
            id: string;
            /** @description Whether it is switched on; switched off it gives everybody `off_variation`. */
            on: boolean;
            /** @description How many variations it has. */
            kind: components["schemas"]["FlagKind"];
            /**
             * @description What it can give.
             * @example [
             *       "on",
             *       "off"
             *     ]
             */
            variations: string[];
            /**
             * @description What it gives everybody while it is switched off.
             * @example off
             */
            off_variation: string;
            /** @description What it gives those whom no target names and no rule fits. */
            fallthrough: components["schemas"]["FlagFallthrough"];
            /** @description Tried in this order; the first that fits decides. */
            rules: components["schemas"]["FlagRule"][];
            /** @description Decided for single users, before all rules. */
            targets: components["schemas"]["FlagTargets"];
            /** @description What it is for. */
            description?: string;
            /** @description Whether it is shown to holders of a token alone. */
            private: boolean;
            /**
             * Format: int64
             * @description Counts its changes, from 1; the `ETag`. Goes on where the flag is deleted and made anew.
             * @example 1
             */
            version: number;
            /**
             * Format: int64
             * @description When it was made, unix seconds.
             * @example 1730073600
             */
            created_at: number;
            /**
             * Format: int64
             * @description When it was changed last, unix seconds.
             * @example 1730073600
             */
            updated_at: number;
        };
        /** @description Whom a rule fits. Texts are compared letter by letter, their case included. */
        FlagCondition: {
            /**
             * @description What is looked at: `user` or `role`.
             * @example role
             */
            attr: string;
            /**
             * @description How: `eq`, `neq`, `in`, `not_in`, `starts_with`, `ends_with` or `contains`.
             * @example eq
             */
            op: string;
            /**
             * @description What it is compared with; for `in` and `not_in` a list with commas between.
             * @example manager
             */
            value: string;
        };
        /** @description A flag to make, or to put in the place of the one with this key. */
        FlagDefinition: {
            /**
             * @description Its key: `^[a-z0-9][a-z0-9._-]{0,127}$`.
             * @example public_status_enabled
             */
            id: string;
            /**
             * @description Whether it is switched on.
             * @example true
             */
            on: boolean;
            /**
             * @description How many variations it has: `boolean` two, `multivar` two or more.
             * @default boolean
             */
            kind?: components["schemas"]["FlagKind"];
            /**
             * @description What it can give: up to 32, each different; `on` and `off` where a boolean flag does not say.
             * @example [
             *       "on",
             *       "off"
             *     ]
             */
            variations?: string[];
            /**
             * @description What it gives everybody while it is switched off; where not said, `off` if it is a variation, else the last one.
             * @example off
             */
            off_variation?: string;
            /** @description What it gives those whom no target names and no rule fits; where not said, the first variation. */
            fallthrough?: components["schemas"]["FlagDefinitionFallthrough"];
            /** @description Tried in this order, the first that fits decides; up to 100. */
            rules?: components["schemas"]["FlagDefinitionRule"][];
            /** @description Decided for single users, before all rules. */
            targets?: components["schemas"]["FlagDefinitionTargets"];
            /** @description What it is for. */
            description?: string;
            /**
             * @description Whether it is shown to holders of a token alone.
             * @default false
             */
            private?: boolean;
        };
        /** @description Whom a rule fits; all three must be said. */
        FlagDefinitionCondition: {
            /**
             * @description What is looked at: `user` or `role`.
             * @example role
             */
            attr?: string;
            /**
             * @description How: `eq`, `neq`, `in`, `not_in`, `starts_with`, `ends_with` or `contains`.
             * @example eq
             */
            op?: string;
            /**
             * @description What it is compared with, its case included; for `in` and `not_in` a list with commas between.
             * @example manager
             */
            value?: string;
        };
        /** @description What a flag gives those whom no target names and no rule fits. */
        FlagDefinitionFallthrough: {
            /**
             * @description One of the variations; the first, where not said.
             * @example on
             */
            variation?: string;
        };
        /** @description A rule. */
        FlagDefinitionRule: {
            /** @description Whom it fits; must be said. */
            if?: components["schemas"]["FlagDefinitionCondition"];
            /**
             * @description What they get: one of the variations; must be said.
             * @example on
             */
            variation?: string;
        };
        /** @description What single users get. */
        FlagDefinitionTargets: {
            /**
             * @description Users, and the variation each gets; up to 1,000.
             * @example {
             *       "alice": "on",
             *       "bob": "off"
             *     }
             */
            users?: {
                [key: string]: string;
            };
        };
        /** @description What a flag gives those whom no target names and no rule fits. */
        FlagFallthrough: {
            /**
             * @description One of the variations.
             * @example on
             */
            variation: string;
        };
        /**
         * @description How many variations a flag has.
         * @enum {string}
         */
        FlagKind: "boolean" | "multivar";
        /** @description A rule: whom it fits, and what they get. */
        FlagRule: {
            /** @description Whom it fits. */
            if: components["schemas"]["FlagCondition"];
            /**
             * @description What they get: one of the variations.
             * @example on
             */
            variation: string;
        };
        /** @description What single users get. */
        FlagTargets: {
            /**
             * @description Users, and the variation each gets.
             * @example {
             *       "alice": "on",
             *       "bob": "off"
             *     }
             */
            users: {
                [key: string]: string;
            };
        };
        /** @description Where a flag is to stand. */
        FlagToggle: {
            /**
             * @description On or off; to the other side, where not said.
             * @example true
             */
            on?: boolean;
        };
        /** @description The wire shape of a [`Problem`] (RFC 9457). */
        Problem: {
            /**
             * @description A stable URI per kind of problem; clients translate by it.
             * @example urn:polystatus:problem:validation
             */
            type: string;
            /**
             * @description The kind in a few English words.
             * @example Invalid input
             */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status, again.
             * @example 400
             */
            status: number;
            /** @description What happened this time. */
            detail: string;
            /** @description The request this answers, as `urn:request:<X-Request-Id>`. */
            instance?: string | null;
            /** @description Every invalid field at once; absent where no field is to blame. */
            errors?: components["schemas"]["FieldError"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_flags: {
        parameters: {
            query?: {
                /** @description Items per page. */
                limit?: number;
                /** @description Where the page starts, as the `Link` header of the page before gave it. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of flags. */
            200: {
                headers: {
                    /** @description Where the next page is (rel="next"), if there is one. */
                    Link?: string;
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flag"][];
                };
            };
            /** @description Invalid input; `errors` names every fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store or a service this leans on does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_flag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the flag the writer believes in. */
                "If-Match"?: string;
                /** @description The same key and body get the first answer again, for a day. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagDefinition"];
            };
        };
        responses: {
            /** @description The flag as it is now. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description The flag is new. */
            201: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    /** @description Where it is found. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description Invalid input; `errors` names every fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There are 1,000 flags already, or the idempotency key was used for another body. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed since the writer read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store or a service this leans on does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_flag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what the reader has. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The flag's key.
                 * @example public_status_enabled
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flag. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description It is as the reader has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No token, or one that does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store or a service this leans on does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_flag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the flag the writer believes in. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The flag's key.
                 * @example public_status_enabled
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid input; `errors` names every fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed since the writer read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store or a service this leans on does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    toggle_flag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the flag the writer believes in. */
                "If-Match"?: string;
                /** @description The same key and body get the first answer again, for a day. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The flag's key.
                 * @example public_status_enabled
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FlagToggle"] | null;
            };
        };
        responses: {
            /** @description The flag as it is now. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description Invalid input; `errors` names every fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another body. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed since the writer read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store or a service this leans on does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /** @description Items per page. */
                limit?: number;
                /** @description Where the page starts, as the `Link` header of the page before gave it. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the audit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntry"][];
                };
            };
            /** @description Invalid input; `errors` names every fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store or a service this leans on does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate_flags: {
        parameters: {
            query: {
                /**
                 * @description A user, by whatever name targets and rules know them.
                 * @example alice
                 */
                user: string;
                /**
                 * @description Their role.
                 * @example manager
                 */
                role: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flags and their variations, by key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["Evaluation"];
                    };
                };
            };
            /** @description Invalid input; `errors` names every fault. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No token, or one that does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store or a service this leans on does not answer. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
