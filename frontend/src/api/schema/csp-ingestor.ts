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
    "/api/v1/csp/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Well-known providers that can be followed by their names alone, by name. */
        get: operations["list_catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/dependencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What we run on which provider, newest first. */
        get: operations["list_dependencies"];
        put?: never;
        /** Notes that one of our services runs on a provider. Events of it that touch what is named concern that service. */
        post: operations["add_dependency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/dependencies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a dependency: events concern that service no longer on its account. */
        delete: operations["delete_dependency"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The events that fit, newest first: in the order in which they came to be known. */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each change of an event, as it happens.
         * @description `event: event` carries one event as it stands in the list, `event: reminder` one reminder of planned work; the `id` is
         *     the change's number. `event: resync` says that changes were missed: read the list. `Last-Event-ID` makes up for up to
         *     100 missed changes. The first message bears an `id` and no data: the place from which the stream is complete. A
         *     connection lasts ten minutes at most; whoever connects again, with `Last-Event-ID`, misses nothing.
         */
        get: operations["follow_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event, with all that was said about it. */
        get: operations["read_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/events/{id}/original": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the feed showed of an event when it last changed, letter by letter: JSON or XML, sent as plain text, for whoever
         *     has to check what was made of it. Of a very long one the first 64 KiB.
         */
        get: operations["read_original"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/events/{id}/relevance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says whether an event affects us. The word stays, whatever the provider says later, until another is said.
         * @description `false`: no incident is opened on its account, and one that was opened and that nobody took over ends, with a note.
         *     `true`: an incident is opened while it lasts, whatever its severity. `null`: the settings decide again.
         */
        put: operations["judge_relevance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events as a file, newest first: what there is when it is asked for.
         * @description A file that could not be finished is cut without the last chunk of HTTP: a client that reports an incomplete
         *     transfer (curl: status 18) has a part of it. A reader who takes nothing for a minute is cut off, and so is a file
         *     that takes an hour.
         */
        get: operations["export_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which events follow from which. What a person rejected is not shown. */
        get: operations["show_graph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/graph/edges/{cause}/{effect}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says that an event follows from another, or does not. A person's word sticks, whatever is found later; null takes it back. A service says what it sees: it confirms, or takes that back. */
        put: operations["judge_edge"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/maintenances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Planned work: what is upcoming by its start, soonest first; all else newest start first. */
        get: operations["list_maintenances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The providers, newest first. */
        get: operations["list_providers"];
        put?: never;
        /**
         * Registers a provider. Its page is not asked now, but soon, and from then on at its interval. With a name of the
         *     catalogue, nothing but the name need be said.
         */
        post: operations["register_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/providers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One provider, and what its last poll came to. */
        get: operations["read_provider"];
        put?: never;
        post?: never;
        /**
         * Stops following a provider. Its open events end with "No longer followed.", of which nobody is told: their incidents
         *     are left to people. Its events stay.
         */
        delete: operations["remove_provider"];
        options?: never;
        head?: never;
        /**
         * Changes a provider: what is named is as it is said from now on, null as if it had never been said. It is asked again
         *     at once and its feed is read whole, unless it is paused.
         */
        patch: operations["change_provider"];
        trace?: never;
    };
    "/api/v1/csp/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks at a provider's feed now, and says what it found or what failed. */
        post: operations["refresh_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/reminders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What we reminded of, newest first: the last 1,000. */
        get: operations["list_reminders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/csp/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What providers' outages come to, by month and by quarter: one provider, or the providers in pages, newest first. */
        get: operations["read_statistics"];
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
        get?: never;
        put?: never;
        /** Opens an incident with source `csp`, in the caller's name. */
        post: operations["open_incident"];
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
        /** @description A well-known provider that can be followed by its name alone. */
        CatalogueEntry: {
            /**
             * @description The name it is followed by.
             * @example github
             */
            name: string;
            /**
             * @description What it calls itself.
             * @example GitHub
             */
            title: string;
            /** @description Its status page, for people. */
            home: string;
            /** @description Where its feed lies. */
            feed_url: string;
            /** @description Further feeds of it. */
            more_feeds: string[];
            /** @description What the feed is. */
            type: components["schemas"]["FeedType"];
            /** @description The dialect it is known to be written in. */
            dialect: components["schemas"]["Dialect"];
            /** @description Other names by which it is mentioned. */
            aliases: string[];
            /** @description Its main services, in its own words. */
            services: string[];
            /** @description Its regions, in its own words or codes. */
            regions: string[];
            /** @description Whom it runs on, as far as that is publicly known. */
            depends_on: components["schemas"]["RunsOn"][];
            /** @description Whether it is followed. */
            followed: boolean;
        };
        /** @description What a provider says about one thing. */
        CspEvent: {
            /**
             * Format: uuid
             * @description Our id of it.
             */
            id: string;
            /**
             * @description Who says it.
             * @example cloudflare
             */
            provider: string;
            /** @description The provider's own id of it. */
            external_id: string;
            /**
             * @description What it is mainly about.
             * @example cdn
             */
            service: string;
            /** @description All that it touches, in the provider's words. */
            services: string[];
            /** @description Where, in the provider's words. */
            regions: string[];
            /** @description The labels of what it concerns here. */
            concerns: string[];
            /** @description Whether it affects us, where a person has said so. */
            affects_us?: boolean | null;
            judgement?: components["schemas"]["Judgement"] | null;
            /**
             * @description One line about it.
             * @example Elevated errors in Europe
             */
            title: string;
            /** @description The newest words about it. */
            text: string;
            /** @description Where it stands. */
            status: components["schemas"]["Status"];
            /**
             * Format: int32
             * @description How bad it is: 1 (worst) to 4.
             */
            severity: number;
            /**
             * @description The provider's own word for how bad it is, where its feed has one.
             * @example major
             */
            impact?: string | null;
            /** @description Whether something broke or work is planned. */
            kind: components["schemas"]["Kind"];
            /**
             * Format: int64
             * @description When it began, unix seconds.
             * @example 1730073600
             */
            ts_start: number;
            /**
             * Format: int64
             * @description When we first saw it, unix seconds.
             */
            ts_seen: number;
            /**
             * Format: int64
             * @description When it last changed, unix seconds.
             * @example 1730077200
             */
            ts_update: number;
            /**
             * Format: int64
             * @description When it ended, or is planned to end, unix seconds.
             */
            ts_end?: number | null;
            /** @description Where to read more. */
            url?: string | null;
            /** @description Whether something is the matter now: planned work counts only while it runs. */
            active: boolean;
            /**
             * Format: int64
             * @description How many seconds passed from its beginning to the provider's first word on it; only where a single event is read,
             *     and where that is known: not where the first word says that it is over.
             */
            first_word_s?: number | null;
            /** @description What was said about it, newest first; only where a single event is read. */
            updates?: components["schemas"]["Update"][] | null;
            /** @description The incident that was opened on its account. */
            incident_id?: string | null;
            /**
             * Format: int64
             * @description Counts its changes; the `ETag`.
             */
            version: number;
        };
        /** @description One event with what it follows from, and what follows from it. */
        CspEventWhole: components["schemas"]["CspEvent"] & {
            /** @description What it may follow from, the surest first; what people rejected is among it. */
            causes: components["schemas"]["Neighbour"][];
            /** @description What may follow from it, the surest first. */
            effects: components["schemas"]["Neighbour"][];
        };
        /**
         * @description The one source of what is opened here.
         * @example csp
         * @enum {string}
         */
        CspSource: "csp";
        /** @description One of our services runs on something of a provider. */
        Dependency: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description The label of our service.
             * @example checkout
             */
            service: string;
            /**
             * @description The name of the provider it runs on.
             * @example aws
             */
            provider: string;
            /**
             * @description What of the provider it uses, in the provider's words; none for all of it.
             * @example Amazon EC2
             */
            their_service?: string | null;
            /**
             * @description Where, in the provider's words; none for everywhere.
             * @example eu-west-1
             */
            region?: string | null;
            /**
             * Format: int64
             * @description When it was noted, unix seconds.
             */
            created_at: number;
        };
        /** @description One of our services, and what it runs on. */
        DependencyCreate: {
            /**
             * @description The label of our service.
             * @example checkout
             */
            service: string;
            /**
             * @description The name of a provider that is followed.
             * @example aws
             */
            provider: string;
            /**
             * @description What of the provider it uses, in the provider's words; all of it, where not said.
             * @example Amazon EC2
             */
            their_service?: string | null;
            /**
             * @description Where, in the provider's words; everywhere, where not said.
             * @example eu-west-1
             */
            region?: string | null;
        };
        /**
         * @description A dialect we read.
         * @enum {string}
         */
        Dialect: "aws" | "aws_rss" | "azure" | "slack" | "heroku" | "microsoft365" | "apple" | "google_cloud" | "statuspage" | "oci" | "syndication" | "http" | "status_io" | "salesforce" | "instatus" | "incident_io" | "better_stack" | "upptime";
        /** @description That one event may follow from another, and why. */
        Edge: {
            /**
             * Format: uuid
             * @description The event it would follow from.
             */
            cause: string;
            /**
             * Format: uuid
             * @description The event that would follow.
             */
            effect: string;
            /** @description What kinds of evidence there are. */
            kinds: components["schemas"]["EvidenceKind"][];
            /**
             * Format: double
             * @description How sure it is, 0 to 1; 1 is a person's word, 0 what a person rejected. From 0.75 on the effect belongs to the incident of its cause.
             * @example 0.86
             */
            confidence: number;
            verdict?: components["schemas"]["EdgeVerdict"] | null;
            /** @description The evidence, at most one of a kind. */
            evidence: components["schemas"]["Evidence"][];
            /**
             * Format: int64
             * @description When it last changed, unix seconds.
             */
            updated_at: number;
        };
        /**
         * @description What a person holds of an edge. It sticks, whatever comes later.
         * @enum {string}
         */
        EdgeVerdict: "confirmed" | "rejected";
        /** @description What somebody says to an edge. */
        EdgeWord: {
            verdict: components["schemas"]["EdgeVerdict"] | null;
            /**
             * @description Why.
             * @example Their engineers told us on the phone.
             */
            note?: string | null;
        };
        /** @description One reason to hold an event for the effect of another. */
        Evidence: {
            /** @description What kind of reason. */
            kind: components["schemas"]["EvidenceKind"];
            /**
             * @description The sentence that says so, or what is known.
             * @example This is due to an outage at AWS in us-east-1.
             */
            text: string;
            /**
             * @description Who says so: the effect's provider, a service of ours or a person; nobody where the catalogue knows it.
             * @example github
             */
            by?: string | null;
            /**
             * Format: int64
             * @description Since when it is known, unix seconds.
             */
            at: number;
            /**
             * Format: double
             * @description How sure it makes by itself, 0 to 1.
             * @example 0.8
             */
            confidence: number;
        };
        /**
         * @description What kind of evidence it is.
         * @enum {string}
         */
        EvidenceKind: "declared" | "named" | "monitor" | "person";
        /**
         * @description What a provider's feed is said to be. What it is shows when it is read; this is the word of whoever registered it.
         * @example rss
         * @enum {string}
         */
        FeedType: "rss" | "json" | "http";
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
        /** @description What a stretch of time came to. */
        FiguresOut: {
            /**
             * Format: int64
             * @description Minutes with something of severity 1 or 2.
             * @example 42
             */
            minutes_down: number;
            /**
             * Format: int64
             * @description Minutes with something of severity 3 and nothing worse.
             * @example 180
             */
            minutes_degraded: number;
            /**
             * Format: int32
             * @description How many incidents began.
             * @example 3
             */
            incidents: number;
            /**
             * Format: int64
             * @description From the start of such an incident to the first public word about it, seconds: the median. None where none is
             *     known; an incident whose first known word says that it is over has none.
             * @example 360
             */
            first_word_s?: number | null;
            /**
             * Format: int64
             * @description How long the longest of them was, or is by now, seconds.
             * @example 5400
             */
            longest_s?: number | null;
        };
        /** @description Events, and which of them follow from which. */
        Graph: {
            /** @description The events that have an edge. */
            nodes: components["schemas"]["CspEvent"][];
            /** @description What nobody rejected, newest first. */
            edges: components["schemas"]["Edge"][];
            /** @description Whether there is more than is shown. */
            cut: boolean;
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
             * @example Cloudflare CDN errors in Europe
             */
            title: string;
            /**
             * Format: int32
             * @description 1 (worst) to 4.
             * @example 2
             */
            sev: number;
            /** @description Always `csp`: other incidents are opened at the incidents service. */
            source: components["schemas"]["CspSource"];
            /**
             * @description The labels of what is concerned.
             * @example [
             *       "cdn"
             *     ]
             */
            services?: string[];
            /**
             * @description What is known, in a few lines.
             * @example Detected Cloudflare outage affecting European regions
             */
            summary?: string;
        };
        /**
         * @description Where an incident stands.
         * @example open
         * @enum {string}
         */
        IncidentStatus: "open" | "mitigated" | "resolved";
        /** @description What somebody said last on whether an event affects us. */
        Judgement: {
            /**
             * @description Who, by the name they bore then.
             * @example Ada
             */
            by: string;
            /**
             * Format: int64
             * @description When, unix seconds.
             */
            at: number;
            /**
             * @description Why, in their words; empty where they gave none.
             * @example We left that region.
             */
            reason: string;
            /**
             * Format: int64
             * @description The version of the event that came of it.
             */
            version: number;
        };
        /**
         * @description What an event is about.
         * @enum {string}
         */
        Kind: "incident" | "maintenance";
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
        /** @description What one look came to. */
        Look: {
            /**
             * @description Who was asked.
             * @example cloudflare
             */
            provider: string;
            /** @description Whether there was a good answer: of several feeds, from one of them. */
            ok: boolean;
            /** @description Whether everything was the same as at the last look. */
            not_modified: boolean;
            dialect?: components["schemas"]["Dialect"] | null;
            /** @description How many events its feeds show. */
            events_seen: number;
            /** @description How many of them were new. */
            created: number;
            /** @description How many known ones had changed. */
            updated: number;
            /** @description How many are over since. */
            ended: number;
            /** @description How many things in it were strange and passed over. */
            oddities: number;
            /**
             * @description How many incidents were not opened, because the provider had as many opened within the hour as it may: they are
             *     at a later look.
             */
            held_back?: number;
            /** @description How many events were left out, because of the provider as many are kept as may be. */
            left_out?: number;
            /** @description What failed, where something did, or why what was read is not believed. */
            error?: string | null;
        };
        /** @description Planned work: the event, and what we reminded of it. */
        Maintenance: components["schemas"]["CspEvent"] & {
            /** @description Where it stands: its provider's word; what should have begun or ended by now, and of which no word came, has. */
            state: components["schemas"]["Stage"];
            /**
             * Format: int64
             * @description How many seconds until it begins. Only of what is upcoming.
             * @example 7200
             */
            begins_in_s?: number | null;
            /** @description When we reminded of its present start, the first first. */
            reminders: components["schemas"]["ReminderGiven"][];
        };
        /** @description What one month came to, by the time zone of the organisation. */
        MonthOut: components["schemas"]["FiguresOut"] & {
            /**
             * @description Which.
             * @example 2026-11
             */
            month: string;
        };
        /** @description An edge as one of its events shows it, with the event at its other end. */
        Neighbour: components["schemas"]["Edge"] & {
            /** @description The event at the other end. */
            event: components["schemas"]["CspEvent"];
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
        /** @description A provider, what is settled about it, and what its last poll came to. */
        Provider: {
            /**
             * @description Its name.
             * @example aws
             */
            name: string;
            /** @description What it calls itself, where the catalogue knows it. */
            title?: string | null;
            /** @description Its page for people, where the catalogue knows it. */
            home?: string | null;
            /** @description Its entry in the catalogue, where it has one. */
            catalogue?: string | null;
            /**
             * @description Where its feed lies; below a manager without its query, which may hold a key.
             * @example https://status.aws.amazon.com/rss/ec2-us-east-1.rss
             */
            feed_url: string;
            /** @description What it is said to be. */
            type: components["schemas"]["FeedType"];
            /** @description Further feeds of it; below a manager without their queries. */
            more_feeds: string[];
            /**
             * Format: int32
             * @description How often it is asked, seconds.
             */
            interval_s: number;
            /** @description The services that concern us, in its words; all of them where none is named. */
            services: string[];
            /** @description The regions that concern us, in its words; all of them where none is named. */
            regions: string[];
            /** @description How bad its own words, or its severities, are to us: 1 to 4. */
            severities: {
                [key: string]: number;
            };
            /**
             * Format: int32
             * @description The least severity that opens an incident.
             */
            min_severity: number;
            /** @description Whether what it opens is announced without waiting for a person's word. */
            announce: boolean;
            /** @description Whether it is left alone for now. */
            paused: boolean;
            /**
             * Format: int64
             * @description When it was registered, unix seconds.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Counts its changes, from 1.
             */
            version: number;
            /**
             * Format: int64
             * @description When it last answered well, unix seconds.
             */
            last_good_at?: number | null;
            /**
             * Format: int64
             * @description When it was last asked, unix seconds.
             */
            last_polled_at?: number | null;
            /** @description What the last poll failed on; none where it was good. */
            last_error?: string | null;
            dialect?: components["schemas"]["Dialect"] | null;
            /** @description What was strange in its answers and passed over: at most 50 things, each told once. */
            oddities: string[];
            /**
             * Format: int32
             * @description How often in a row it failed.
             */
            failures: number;
            /** @description How well it can be followed. */
            health: components["schemas"]["ProviderHealth"];
        };
        /** @description A provider to follow. What is left out is as the catalogue knows it, or as it usually is. */
        ProviderCreate: {
            /**
             * @description Its name: unique, whatever its case. With a name of the catalogue, the rest may be left out.
             * @example aws
             */
            name: string;
            /**
             * Format: uri
             * @description Where its feed lies, or what is asked whether it answers; may be left out where the catalogue knows the name.
             * @example https://status.aws.amazon.com/rss/ec2-us-east-1.rss
             */
            feed_url?: string | null;
            type?: components["schemas"]["FeedType"] | null;
            /**
             * Format: int32
             * @description How often it is asked, seconds.
             * @default 60
             */
            interval_s?: number | null;
            /** @description Further feeds of it: what they show is joined with what the first shows. */
            more_feeds?: string[] | null;
            /** @description The services that concern us, in its words; all of them where none is named. */
            services?: string[] | null;
            /** @description The regions that concern us, in its words; all of them where none is named. */
            regions?: string[] | null;
            /**
             * @description How bad its own words are to us, or its severities (`"1"` to `"4"`): 1 to 4 each.
             * @example {
             *       "4": 3,
             *       "critical": 2
             *     }
             */
            severities?: {
                [key: string]: number;
            } | null;
            /**
             * Format: int32
             * @description The least severity that opens an incident.
             * @default 2
             */
            min_severity?: number | null;
            /**
             * @description Whether what it opens is announced without waiting for a person's word.
             * @default false
             */
            announce?: boolean | null;
            /**
             * @description Whether it is left alone for now.
             * @default false
             */
            paused?: boolean | null;
        };
        /** @description How well a provider's feed can be followed, since when, and what is wrong with it. */
        ProviderHealth: {
            /** @description How well. */
            state: components["schemas"]["ProviderHealthState"];
            /**
             * Format: int64
             * @description Since when, unix seconds, where that is known.
             */
            since?: number | null;
            /** @description What is wrong, for an operator. */
            detail?: string | null;
        };
        /**
         * @description How well a feed can be followed.
         * @enum {string}
         */
        ProviderHealthState: "new" | "ok" | "failing" | "shrunk" | "backwards" | "dialect_changed" | "paused";
        /** @description What is to be different about a provider. What is left out stays; null makes it as if it had never been said. */
        ProviderUpdate: {
            /**
             * Format: uri
             * @description Where its feed lies.
             */
            feed_url?: string | null;
            type?: components["schemas"]["FeedType"] | null;
            /**
             * Format: int32
             * @description How often it is asked, seconds.
             */
            interval_s?: number | null;
            /** @description Further feeds of it. */
            more_feeds?: string[] | null;
            /** @description The services that concern us. */
            services?: string[] | null;
            /** @description The regions that concern us. */
            regions?: string[] | null;
            /** @description How bad its own words are to us; the whole list. */
            severities?: {
                [key: string]: number;
            } | null;
            /**
             * Format: int32
             * @description The least severity that opens an incident.
             */
            min_severity?: number | null;
            /** @description Whether what it opens is announced without waiting for a person's word. */
            announce?: boolean | null;
            /** @description Whether it is left alone for now. */
            paused?: boolean | null;
        };
        /** @description What one quarter came to. */
        QuarterOut: components["schemas"]["FiguresOut"] & {
            /**
             * @description Which.
             * @example 2026-Q4
             */
            quarter: string;
        };
        /**
         * @description How something outside belongs to an incident.
         * @enum {string}
         */
        Relation: "cause" | "effect";
        /** @description What a person says. */
        RelevanceIn: {
            /**
             * @description Whether it affects us; null leaves it to the provider's settings again.
             * @example false
             */
            affects_us: boolean | null;
            /**
             * @description Why.
             * @example We left that region.
             */
            reason?: string | null;
        };
        /** @description Planned work that begins soon. */
        Reminder: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The planned work.
             */
            event_id: string;
            /**
             * @description Who plans it.
             * @example cloudflare
             */
            provider: string;
            /**
             * @description One line about it.
             * @example Network maintenance in Frankfurt
             */
            title: string;
            /**
             * Format: int64
             * @description When it begins, unix seconds.
             */
            ts_start: number;
            /**
             * Format: int64
             * @description Which reminder it is: so long before the start, seconds.
             * @example 3600
             */
            lead_s: number;
            /**
             * Format: int64
             * @description When we reminded, unix seconds: later than the lead says where the work was announced late, or we were away.
             */
            at: number;
        };
        /** @description A reminder of planned work. */
        ReminderGiven: {
            /**
             * Format: int64
             * @description When it was given, unix seconds.
             */
            at: number;
            /**
             * Format: int64
             * @description So long before the start it was due, seconds.
             * @example 3600
             */
            lead_s: number;
        };
        /** @description That a provider runs on another. */
        RunsOn: {
            /**
             * @description The other's name in the catalogue.
             * @example aws
             */
            provider: string;
            /** @description Which of the other's services, where that is known. */
            service?: string | null;
            /** @description In which of the other's regions, where that is known. */
            region?: string | null;
            /** @description Where this is publicly said. */
            source?: string | null;
        };
        /**
         * @description Who noticed.
         * @enum {string}
         */
        Source: "manual" | "csp" | "monitor" | "ticket" | "alert";
        /**
         * @description Where planned work stands.
         * @enum {string}
         */
        Stage: "upcoming" | "running" | "past";
        /**
         * @description What one provider's outages come to. Incidents of severity 1 to 3 count, planned work does not; what overlaps counts
         *     once; what goes on counts up to now.
         */
        Statistics: {
            /**
             * @description Whose.
             * @example cloudflare
             */
            provider: string;
            /**
             * Format: int64
             * @description Since when we follow it, unix seconds: of the time before, only what its feed still told is known.
             */
            followed_since?: number | null;
            /** @description By month, newest first. */
            months: components["schemas"]["MonthOut"][];
            /** @description By quarter, newest first: whole, also where the oldest of its months is not shown. */
            quarters: components["schemas"]["QuarterOut"][];
            open_longest?: components["schemas"]["CspEvent"] | null;
        };
        /**
         * @description Where an event stands, in the words of the provider brought to one vocabulary.
         * @enum {string}
         */
        Status: "investigating" | "identified" | "monitoring" | "resolved" | "scheduled" | "in_progress" | "completed";
        /** @description One thing a provider said about an event. */
        Update: {
            /** @description The provider's id of it, or one made from its content. */
            id: string;
            /**
             * Format: int64
             * @description When it was said, unix seconds.
             */
            ts: number;
            /** @description Where the event stood by it. */
            status: components["schemas"]["Status"];
            /** @description The words, as plain text. */
            text: string;
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
    list_catalogue: {
        parameters: {
            query?: {
                /** @description Those whose name, title, other names or services hold words that begin so, whatever their case. */
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
            /** @description A page of the catalogue */
            200: {
                headers: {
                    /** @description Where the next page is (rel="next"), if there is one. */
                    Link?: string;
                    /** @description How many there are in all. */
                    "X-Total-Count"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogueEntry"][];
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
    list_dependencies: {
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
            /** @description A page of dependencies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dependency"][];
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
    add_dependency: {
        parameters: {
            query?: never;
            header?: {
                /** @description For retries: the same key and body gives the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DependencyCreate"];
            };
        };
        responses: {
            /** @description It is noted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dependency"];
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
            /** @description It was noted before, or there are 1,000 already */
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
    delete_dependency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The dependency's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
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
    list_events: {
        parameters: {
            query?: {
                /**
                 * @description Only those with which something is the matter now (true), or only the others (false).
                 * @example true
                 */
                active?: boolean;
                /** @description Only those of this provider. */
                provider?: string;
                /** @description Only those that touch this service: the provider's whole word for it, whatever its case, or another name of it. */
                service?: string;
                /** @description Only those in this region: the provider's whole word for it, whatever its case. */
                region?: string;
                /** @description Only those that stand here. */
                status?: components["schemas"]["Status"];
                /** @description Only those as bad as this: 1 (worst) to 4. */
                severity?: number;
                /** @description Only those where something broke, or work is planned. */
                kind?: components["schemas"]["Kind"];
                /** @description Only those that began then or later, unix seconds. */
                from?: number;
                /** @description Only those that began then or before, unix seconds. */
                to?: number;
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
            /** @description A page of events */
            200: {
                headers: {
                    /** @description Where the next page is (rel="next"), if there is one; a page that took long to find may be short and name one. */
                    Link?: string;
                    /** @description How many there are in all, where at most one filter is set and it is not a time. */
                    "X-Total-Count"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CspEvent"][];
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
    follow_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description The last `id` the listener saw */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Parameters, of which the stream takes none */
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
    read_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Our id of the event */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event */
            200: {
                headers: {
                    /** @description Its version */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CspEventWhole"];
                };
            };
            /** @description The reader has this version */
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
    read_original: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Our id of the event */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the feed showed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
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
            /** @description There is no such event, or nothing is kept of what the feed showed */
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
    judge_relevance: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what the writer has read: 412 where it changed since. */
                "If-Match"?: string;
            };
            path: {
                /** @description Our id of the event */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelevanceIn"];
            };
        };
        responses: {
            /** @description The event */
            200: {
                headers: {
                    /** @description Its version */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CspEvent"];
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
            /** @description There is no such event */
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
            /** @description Others kept changing it: nothing was changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed since the writer read it */
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
    export_events: {
        parameters: {
            query: {
                /** @description How to write it. */
                format: "csv" | "ndjson";
                /** @description Only events of this provider. */
                provider?: string;
                /** @description Only those that began then or later, unix seconds. */
                from?: number;
                /** @description Only those that began then or before, unix seconds. */
                to?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    /** @description Its name, as in `attachment; filename="events-2026-11-22.csv"` */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/x-ndjson": string;
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
            /** @description Too many files are on their way */
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
    show_graph: {
        parameters: {
            query?: {
                /**
                 * @description Only edges with something the matter at one of their ends now (true), or at neither (false).
                 * @example true
                 */
                active?: boolean;
                /** @description Only edges that were found or spoken of in so many hours. */
                hours?: number;
                /** @description Only edges that lead from or to an event of this provider. */
                provider?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The graph: at most 200 events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Graph"];
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
    judge_edge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event it follows from */
                cause: string;
                /** @description The event that follows */
                effect: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EdgeWord"];
            };
        };
        responses: {
            /** @description The edge as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Edge"];
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
            /** @description One of the events has as many edges as are kept */
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
    list_maintenances: {
        parameters: {
            query?: {
                /** @description Only that of this provider. */
                provider?: string;
                /** @description Only what has not begun, is under way, or is over. */
                state?: components["schemas"]["Stage"];
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
            /** @description A page of planned work */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Maintenance"][];
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
    list_providers: {
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
            /** @description A page of providers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"][];
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
    register_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description For retries: the same key and body gives the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderCreate"];
            };
        };
        responses: {
            /** @description The provider is registered */
            201: {
                headers: {
                    /** @description Its version. */
                    ETag?: string;
                    /** @description Where it is found. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
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
            /** @description Another provider bears the name, there are 2,000 already, or the idempotency key was used for another body */
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
    read_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what the reader has. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The provider's name.
                 * @example github
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider */
            200: {
                headers: {
                    /** @description Its version and last poll. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description It is as the reader has it, and was not polled since */
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
    remove_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the provider the writer believes in; of it, the version alone counts. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The provider's name.
                 * @example github
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is followed no longer */
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
            /** @description It was changed since the writer read it */
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
    change_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the provider the writer believes in; of it, the version alone counts. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The provider's name.
                 * @example github
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderUpdate"];
            };
        };
        responses: {
            /** @description The provider as it is now */
            200: {
                headers: {
                    /** @description Its version and last poll. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
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
            /** @description Others kept changing it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was changed since the writer read it */
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
    refresh_provider: {
        parameters: {
            query: {
                /**
                 * @description The provider's name.
                 * @example cloudflare
                 */
                provider: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the look came to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Look"];
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
    list_reminders: {
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
            /** @description A page of reminders */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reminder"][];
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
    read_statistics: {
        parameters: {
            query?: {
                /** @description Only those of this provider; also of one that is not followed any more. */
                provider?: string;
                /** @description How many months, this one included. */
                months?: number;
                /** @description Providers per page. */
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
            /** @description A page of providers and what their outages come to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"][];
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
    open_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description For retries: the same key and body gives the first answer again. */
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
            /** @description The incident is open */
            201: {
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
            /** @description The request took longer than 30 s. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The idempotency key was used for another body */
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
}
