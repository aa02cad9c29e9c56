// Generated from swaggers/ by `npm run types`. Do not edit.

export interface paths {
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
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every incident that fits, newest first. */
        get: operations["list_incidents"];
        put?: never;
        /** Opens an incident, once per `origin`. */
        post: operations["create_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident. */
        get: operations["get_incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an incident its commander. */
        post: operations["assign_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/postmortem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The postmortem. */
        get: operations["get_postmortem"];
        put?: never;
        /** Writes the postmortem, in place of the one before. */
        post: operations["write_postmortem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes where an incident stands; the same status again changes nothing. */
        post: operations["change_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an incident over from the machine that opened it: it follows its cause no longer. */
        post: operations["take_over_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The timeline, newest first. */
        get: operations["list_timeline"];
        put?: never;
        /** Adds to the timeline; never refused because somebody else wrote at the same moment. */
        post: operations["add_timeline_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an event of a neighbour; one that was taken before, or of a type unknown here, changes nothing. */
        post: operations["receive_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/v1/incidents/{id}/cause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets an incident follow its cause. Told the same again, nothing happens.
         * @description What the cause says goes into the timeline in any case; severity and status follow until a person takes over.
         */
        post: operations["follow_cause"];
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
        /** @description Who is to lead the response. */
        AssignRequest: {
            /**
             * Format: uuid
             * @description The user's id.
             * @example f6c74e13-8b4a-4b63-bf58-1c59a0c21840
             */
            commander: string;
        };
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
        /** @description How the cause of a machine's incident stands now: its incident follows, until a person takes it over. */
        Cause: {
            /**
             * Format: int32
             * @description The cause's present severity, 1 (worst) to 4.
             */
            sev: number;
            /** @description Everything said about the cause so far, oldest first; those already in the timeline are passed over. */
            updates: components["schemas"]["CauseUpdate"][];
            /**
             * Format: int64
             * @description When the cause ended, unix seconds; none while it lasts (and an incident it had resolved opens again).
             */
            ended_at?: number | null;
            /**
             * Format: int64
             * @description Counts the cause's changes: what is told late, after something newer, changes nothing. 0 where nobody counts.
             */
            version?: number;
            /** @description The labels of what it concerns here: those the incident does not bear yet are added. */
            services?: string[];
            /** @description All that belongs to it elsewhere; takes the place of what was told before. */
            links?: components["schemas"]["Link"][];
        };
        /** @description One thing said about a cause. */
        CauseUpdate: {
            /** @description Its id in the system it comes from: the same update is entered once. */
            id: string;
            /**
             * Format: int64
             * @description When it was said, unix seconds.
             */
            at: number;
            /** @description What was said, as plain text. */
            text: string;
        };
        /**
         * @description A fact about one aggregate: the change, and the whole of what it became.
         *
         *     Versions of an aggregate have no gaps. A receiver that has a later version ignores a stale one in its projections.
         */
        Event: {
            /**
             * Format: uuid
             * @description The event's own id: the same however often it is delivered.
             */
            id: string;
            /**
             * @description What happened, such as `incident.status`.
             * @example incident.status
             */
            type: string;
            /**
             * Format: int64
             * @description When, in unix seconds.
             */
            at: number;
            /** @description Who did it. */
            actor: components["schemas"]["Actor"];
            /** @description The request that did it, where one did. */
            request_id?: string | null;
            /** @description What it happened to. */
            aggregate_id: string;
            /**
             * Format: int64
             * @description The aggregate's version after it; no larger than every reader of JSON holds exactly.
             */
            version: number;
            /** @description What changed, in the form its `type` has. */
            change?: unknown;
            /** @description The aggregate after the change, whole. */
            data: unknown;
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
        /** @description An incident, whole. */
        Incident: {
            /**
             * @description `INC-` and 6 or more characters of Crockford's base32.
             * @example INC-AB12CD
             */
            id: string;
            /**
             * @description What is broken, in one line.
             * @example Latence API EU
             */
            title: string;
            /**
             * Format: int32
             * @description 1 (worst) to 4.
             * @example 2
             */
            sev: number;
            /**
             * @description The labels of what is concerned.
             * @example [
             *       "api",
             *       "db"
             *     ]
             */
            services: string[];
            /**
             * @description What is known, in a few lines; may be empty.
             * @example p95 > 2s en EU-West
             */
            summary: string;
            /** @description Where it stands. */
            status: components["schemas"]["IncidentStatus"];
            /**
             * Format: int64
             * @description When it began, unix seconds.
             * @example 1730073600
             */
            started_at: number;
            /**
             * Format: uuid
             * @description The user who leads the response.
             * @example f6c74e13-8b4a-4b63-bf58-1c59a0c21840
             */
            commander?: string | null;
            /** @description The commander's name when assigned. */
            commander_name?: string | null;
            /** @description Who noticed. */
            source?: components["schemas"]["Source"];
            origin?: components["schemas"]["Origin"] | null;
            /** @description Whether it has been announced: what is public is comms' to say. */
            public?: boolean;
            /** @description Whether a person took it over from the machine that opened it. */
            taken_over?: boolean;
            /** @description Whether it is announced without waiting for a person's word, as long as nobody took it over. */
            announce?: boolean;
            /** @description What belongs to it elsewhere. */
            links?: components["schemas"]["Link"][];
            /**
             * Format: int64
             * @description How far it has followed its cause: the version last told; 0 without a cause that counts.
             */
            cause_version?: number;
            /**
             * Format: int64
             * @description When it was recorded, unix seconds.
             */
            created_at: number;
            /**
             * Format: int64
             * @description When it last changed, unix seconds.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description When it was last mitigated, unix seconds; none while open.
             */
            mitigated_at?: number | null;
            /**
             * Format: int64
             * @description When it was last resolved, unix seconds; none while it is not.
             */
            resolved_at?: number | null;
            /**
             * Format: int64
             * @description Counts every change, from 1; the `ETag`.
             * @example 3
             */
            version: number;
        };
        /** @description An incident to open. */
        IncidentCreate: {
            /**
             * @description What is broken, in one line.
             * @example Latence API EU
             */
            title: string;
            /**
             * Format: int32
             * @description 1 (worst) to 4.
             * @example 2
             */
            sev: number;
            /**
             * @description The labels of what is concerned.
             * @example [
             *       "api",
             *       "db"
             *     ]
             */
            services?: string[];
            /**
             * @description What is known, in a few lines.
             * @example p95 > 2s en EU-West
             */
            summary?: string;
            source?: components["schemas"]["Source"] | null;
            origin?: components["schemas"]["Origin"] | null;
            /**
             * Format: int64
             * @description When it began, unix seconds; now, where not said.
             * @example 1730073600
             */
            started_at?: number | null;
            /** @description Whether it is announced without waiting for a person's word: for services alone to say. */
            announce?: boolean;
        };
        /**
         * @description Where an incident stands.
         * @example open
         * @enum {string}
         */
        IncidentStatus: "open" | "mitigated" | "resolved";
        /** @description Something outside that belongs to an incident, such as what another provider says of the same outage. */
        Link: {
            /** @description How it belongs to the incident. */
            relation: components["schemas"]["Relation"];
            /**
             * @description The system it is known in.
             * @example csp
             */
            system: string;
            /**
             * @description Its id in that system.
             * @example 01939f7e-7d4a-7c3e-9c1b-2f6f4b0a1c11
             */
            ref: string;
            /**
             * @description What it is, in one line.
             * @example github: Actions is degraded
             */
            title: string;
            /** @description A page to read more on. */
            url?: string | null;
            /** @description Whether something is the matter there now. */
            active: boolean;
        };
        /** @description What an incident was opened from: unique for ever, so that one cause opens one incident. */
        Origin: {
            /**
             * @description The system the cause is known in.
             * @example csp
             */
            system: string;
            /**
             * @description The cause's id in that system.
             * @example cloudflare:abc123
             */
            ref: string;
        };
        /** @description A postmortem to write; it replaces the one before. */
        Postmortem: {
            /** @description What happened. */
            what_happened: string;
            /** @description Why it happened. */
            root_cause: string;
            /** @description What will be done, so that it does not happen again. */
            action_items: string[];
        };
        /** @description A postmortem as it is kept. */
        PostmortemOut: {
            /** @description What happened. */
            what_happened: string;
            /** @description Why it happened. */
            root_cause: string;
            /** @description What will be done, so that it does not happen again. */
            action_items: string[];
            /** @description Who wrote this version. */
            author: components["schemas"]["Actor"];
            /**
             * Format: int64
             * @description When this version was written, unix seconds.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description Counts the versions, from 1; the `ETag`.
             */
            version: number;
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
        /**
         * @description How something outside belongs to an incident.
         * @enum {string}
         */
        Relation: "cause" | "effect";
        /**
         * @description Who noticed.
         * @enum {string}
         */
        Source: "manual" | "csp" | "monitor" | "ticket" | "alert";
        /** @description Where an incident goes. */
        StatusUpdate: {
            /** @description Its new status. */
            status: components["schemas"]["IncidentStatus"];
            /** @description Why, for the timeline. */
            reason?: string | null;
        };
        /** @description What changed, where the entry records a change. */
        TimelineChange: {
            /**
             * @description What it was, if it was anything.
             * @example open
             */
            from?: string | null;
            /**
             * @description What it became.
             * @example mitigated
             */
            to: string;
        };
        /** @description One entry of a timeline. */
        TimelineEvent: {
            /**
             * Format: uuid
             * @description The entry's id.
             */
            id: string;
            /** @description What it is about. */
            type: components["schemas"]["TimelineEventType"];
            /** @description What is said; plain text, perhaps of several lines. */
            message: string;
            change?: components["schemas"]["TimelineChange"] | null;
            /** @description Who says so. */
            author: components["schemas"]["Actor"];
            /**
             * Format: int64
             * @description When, unix seconds.
             */
            ts: number;
        };
        /** @description What a person says in a timeline. */
        TimelineEventCreate: {
            /** @description What it is about. */
            type: components["schemas"]["TimelineEventCreateType"];
            /** @description What is said; plain text, perhaps of several lines. */
            message: string;
        };
        /**
         * @description What a person's entry is about.
         * @enum {string}
         */
        TimelineEventCreateType: "update" | "note" | "mitigation" | "resolution";
        /**
         * @description What an entry of the timeline is about.
         * @enum {string}
         */
        TimelineEventType: "update" | "note" | "mitigation" | "resolution" | "created" | "status" | "assigned" | "taken_over" | "announcement" | "cause" | "severity";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
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
    list_incidents: {
        parameters: {
            query?: {
                /** @description Those that stand here. */
                status?: components["schemas"]["IncidentStatus"];
                /** @description Those of this severity. */
                sev?: number;
                /** @description Those that concern this service. */
                service?: string;
                /**
                 * @description Those whose title or summary holds these words, whatever their case and accents; the last may be a
                 *     beginning. Without a letter or digit it filters nothing.
                 */
                q?: string;
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
            /** @description A page of incidents. */
            200: {
                headers: {
                    /** @description Where the next page is (rel="next"), if there is one. */
                    Link?: string;
                    /** @description How many there are in all, where at most one filter is set and it is not `q`. */
                    "X-Total-Count"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"][];
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
    create_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the first answer again, for a day. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentCreate"];
            };
        };
        responses: {
            /** @description Its origin had opened this one before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description The incident is open. */
            201: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    /** @description Where it is found. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
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
            /** @description The idempotency key was used for another body. */
            409: {
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
    get_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what the reader has. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The incident. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
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
    assign_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` the writer believes in. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignRequest"];
            };
        };
        responses: {
            /** @description The incident now. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
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
            /** @description It got another commander at the same moment. */
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
    get_postmortem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what the reader has. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The postmortem. */
            200: {
                headers: {
                    /** @description The postmortem's version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostmortemOut"];
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
            /** @description There is no such incident, or no postmortem of it yet. */
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
    write_postmortem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the postmortem the writer believes in. */
                "If-Match"?: string;
                /** @description The same key and body get the first answer again, for a day. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Postmortem"];
            };
        };
        responses: {
            /** @description The postmortem as it stands. */
            200: {
                headers: {
                    /** @description The postmortem's version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostmortemOut"];
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
    change_status: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` the writer believes in. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusUpdate"];
            };
        };
        responses: {
            /** @description The incident now. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
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
            /** @description It cannot go there from where it stands, or its status was changed at the same moment. */
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
    take_over_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` the writer believes in. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The incident now. */
            200: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
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
    list_timeline: {
        parameters: {
            query?: {
                /** @description Items per page. */
                limit?: number;
                /** @description Where the page starts, as the `Link` header of the page before gave it. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the timeline. */
            200: {
                headers: {
                    /** @description Where the next page is (rel="next"), if there is one. */
                    Link?: string;
                    /** @description How many entries there are in all. */
                    "X-Total-Count"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineEvent"][];
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
    add_timeline_entry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the first answer again, for a day. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TimelineEventCreate"];
            };
        };
        responses: {
            /** @description The entry as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineEvent"];
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
    receive_event: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Event"];
            };
        };
        responses: {
            /** @description Taken. */
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
            /** @description The request took longer than 30 s. */
            408: {
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
    follow_cause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The incident's id.
                 * @example INC-AB12CD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cause"];
            };
        };
        responses: {
            /** @description The incident now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
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
}
