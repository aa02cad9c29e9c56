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
    "/api/v1/public/announce": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says something in public about an incident; the first time, the incident becomes public by it.
         * @description The incident's status stays as it is.
         */
        post: operations["announce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One public incident, however old. */
        get: operations["get_incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public incidents and what was last said about each: what lasts, then what was resolved in the last 14 days. */
        get: operations["get_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each public change as it happens.
         * @description `event: incident` carries one public incident whole, its `id` the place in the stream. `event: resync` says that
         *     changes were missed: read the summary. `Last-Event-ID` makes up for up to 100 missed changes. The first message
         *     bears an `id` and no data: the place from which the stream is complete. `event: closed` is the last message before
         *     the stream ends because the public side was switched off.
         */
        get: operations["follow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything the public page shows. */
        get: operations["get_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps an address for news by e-mail. A known address gets the same answer: nobody learns who else is subscribed. */
        post: operations["subscribe_by_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps the address of a program that wants to be told. */
        post: operations["register_webhook"];
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
        /**
         * Takes in an incident after a change.
         * @description A stale one, the same one again, or an event of a kind not known here (a newer version of incidents may have some)
         *     changes nothing. One that a machine has just opened is announced at once where it was opened so, or
         *     where the flag `announce_by_itself` says so.
         */
        post: operations["receive_event"];
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
        /** @description One announcement, as readers see it. */
        Announcement: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: int64
             * @description When it was said, unix seconds.
             * @example 1730073600
             */
            ts: number;
            /** @description The phase it speaks of. */
            state: components["schemas"]["AnnouncementState"];
            /** @description The language of `message`. */
            lang: components["schemas"]["Lang"];
            /**
             * @description What was said, in the language it was first said in.
             * @example Incident en cours pour la région EU
             */
            message: string;
            /** @description What was said, in every language it was said in. */
            messages: components["schemas"]["Words"];
        };
        /**
         * @description The phase that an announcement speaks of.
         * @example investigating
         * @enum {string}
         */
        AnnouncementState: "investigating" | "identified" | "monitoring" | "resolved";
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
        /** @description Who wants to be told by e-mail. */
        EmailSubscription: {
            /**
             * Format: email
             * @description The address.
             * @example user@example.com
             */
            email: string;
        };
        /** @description An e-mail subscription that is kept. */
        EmailSubscriptionKept: {
            /** @description The subscription's id. */
            id: string;
            /**
             * @description The address, as it was given.
             * @example user@example.com
             */
            email: string;
            /**
             * @description Always `kept`.
             * @example kept
             */
            status: string;
            /** @description What that means. */
            detail: string;
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
        /**
         * @description Where an incident stands.
         * @example open
         * @enum {string}
         */
        IncidentStatus: "open" | "mitigated" | "resolved";
        /**
         * @description The languages of the house.
         * @enum {string}
         */
        Lang: "fr" | "en";
        /**
         * @description The verdict on everything.
         * @enum {string}
         */
        OverallState: "operational" | "degraded_performance" | "partial_outage" | "major_outage";
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
        /** @description What is to be said in public about an incident. */
        PublicAnnouncement: {
            /**
             * @description The incident.
             * @example INC-123456
             */
            incident_id: string;
            /**
             * @description The words, in the language `lang`; line breaks are kept.
             * @example Incident en cours pour la région EU
             */
            message: string;
            /** @description The phase it speaks of. */
            state: components["schemas"]["AnnouncementState"];
            /**
             * @description The language of the message.
             * @default en
             */
            lang?: components["schemas"]["Lang"];
            translations?: components["schemas"]["Words"] | null;
        };
        /** @description What was said. */
        PublicAnnouncementResponse: {
            /**
             * Format: uuid
             * @description The announcement's id.
             */
            id: string;
            /**
             * @description The incident it is about.
             * @example INC-123456
             */
            incident_id: string;
            /**
             * Format: int64
             * @description When it was said, unix seconds.
             * @example 1730073600
             */
            ts: number;
            /**
             * @description The words, in the language `lang`.
             * @example Incident en cours pour la région EU
             */
            message: string;
            /** @description The phase it speaks of. */
            state: components["schemas"]["AnnouncementState"];
            /** @description The language of the message. */
            lang: components["schemas"]["Lang"];
            /** @description The words in every language they were said in. */
            messages: components["schemas"]["Words"];
            /** @description Who said it; readers are not told. */
            author: components["schemas"]["Actor"];
        };
        /** @description An incident as readers see it. */
        PublicIncident: {
            /**
             * @description Its id.
             * @example INC-123456
             */
            id: string;
            /**
             * @description What is broken.
             * @example Latence API Europe
             */
            title: string;
            /**
             * Format: int32
             * @description 1 (worst) to 4.
             * @example 2
             */
            sev: number;
            /** @description Where it stands; it follows the incident, while words follow people. */
            status: components["schemas"]["IncidentStatus"];
            /** @description The labels of what is concerned. */
            services: string[];
            /**
             * Format: int64
             * @description When it began, unix seconds.
             */
            started_at: number;
            /**
             * Format: int64
             * @description When its public side last changed, unix seconds.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description When it was resolved, unix seconds; none while it is not.
             */
            resolved_at?: number | null;
            /**
             * Format: int64
             * @description Counts every change of its public side, from 1: of two readings the greater is the newer.
             */
            version: number;
            /** @description What was said about it, newest first: the latest 200. */
            announcements: components["schemas"]["Announcement"][];
        };
        /** @description An incident in the list of the public status. */
        PublicIncidentStatus: {
            /**
             * @description Its id.
             * @example INC-123456
             */
            id: string;
            /**
             * @description What is broken.
             * @example Latence API Europe
             */
            title: string;
            /**
             * Format: int32
             * @description 1 (worst) to 4.
             * @example 2
             */
            sev: number;
            /** @description Where it stands. */
            status: components["schemas"]["IncidentStatus"];
            /** @description The labels of what is concerned. */
            services: string[];
            /**
             * Format: int64
             * @description When it began, unix seconds.
             */
            started_at: number;
            /**
             * Format: int64
             * @description When its public side last changed, unix seconds.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description When it was resolved, unix seconds; none while it is not.
             */
            resolved_at?: number | null;
            /** @description What was last said about it. */
            last_public?: components["schemas"]["Announcement"];
        };
        /** @description Everything the public page shows. */
        Summary: {
            /** @description The verdict: the worst active severity decides. */
            state: components["schemas"]["OverallState"];
            /**
             * Format: int64
             * @description When comms last knew this to be true, unix seconds.
             */
            generated_at: number;
            /** @description What lasts, latest begun first. */
            active: components["schemas"]["PublicIncident"][];
            /** @description What was resolved in the last 14 days, latest resolved first; at most 500. */
            recent: components["schemas"]["PublicIncident"][];
        };
        /** @description Where a program wants to be told. */
        Webhook: {
            /**
             * Format: uri
             * @description An http or https address on the public internet.
             * @example https://hooks.example.com/polystatus
             */
            url: string;
        };
        /** @description A webhook that is kept. */
        WebhookKept: {
            /**
             * Format: uuid
             * @description The webhook's id.
             */
            id: string;
            /**
             * @description Where it leads.
             * @example https://hooks.example.com/polystatus
             */
            url: string;
            /**
             * @description Always `kept`.
             * @example kept
             */
            status: string;
            /** @description What that means. */
            detail: string;
        };
        /** @description The same words in one or both languages. */
        Words: {
            /** @description In French. */
            fr?: string | null;
            /** @description In English. */
            en?: string | null;
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
    announce: {
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
                "application/json": components["schemas"]["PublicAnnouncement"];
            };
        };
        responses: {
            /** @description Said: the public side shows it */
            201: {
                headers: {
                    /** @description The incident's public side */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicAnnouncementResponse"];
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
            /** @description The Idempotency-Key was used for another request */
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
                /** @description The ETag of what the reader has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The incident's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The incident */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicIncident"];
                };
            };
            /** @description The reader has it already */
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
    get_status: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what the reader has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public incidents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicIncidentStatus"][];
                };
            };
            /** @description The reader has it already */
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
            /** @description The public side is switched off */
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
    follow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The last `id` the reader saw */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events, without end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
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
            /** @description The public side is switched off */
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
    get_summary: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what the reader has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Verdict and incidents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description The reader has it already */
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
            /** @description The public side is switched off */
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
    subscribe_by_email: {
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
                "application/json": components["schemas"]["EmailSubscription"];
            };
        };
        responses: {
            /** @description Kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailSubscriptionKept"];
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
            /** @description The Idempotency-Key was used for another request */
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
            /** @description More than 20 an hour from one address, of those who did not sign in */
            429: {
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
    register_webhook: {
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
                "application/json": components["schemas"]["Webhook"];
            };
        };
        responses: {
            /** @description Kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookKept"];
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
            /** @description The caller has 100 webhooks already, or the Idempotency-Key was used for another request */
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
            /** @description Taken in, or known already */
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
}
