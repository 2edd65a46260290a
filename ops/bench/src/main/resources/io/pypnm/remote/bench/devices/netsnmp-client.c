/*
 * GETs and walks by net-snmp's library alone, as lean as it allows: no MIBs, no printing. What they cost is said in one
 * line that io.pypnm.remote.bench.client.Cost reads.
 *
 *   netsnmp-client sessions TARGETS PORT IN-FLIGHT OPERATIONS    GETs, a session and socket for each target
 *   netsnmp-client socket   TARGETS PORT IN-FLIGHT OPERATIONS    GETs, one session whose PDUs are addressed one by one
 *   netsnmp-client walk     ADDRESS PORT ROOT MAX-REPETITIONS    GETBULKs to the end of the subtree
 */
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/large_fd_set.h>
#include <net-snmp/library/snmpUDPIPv4BaseDomain.h>
#include <arpa/inet.h>
#include <sys/resource.h>
#include <time.h>

static const oid SYS_UP_TIME[] = {1, 3, 6, 1, 2, 1, 1, 3, 0};
enum { MOST_TARGETS = 10000, SECOND = 1000000 };

static struct in_addr targets[MOST_TARGETS];
static netsnmp_session *sessions[MOST_TARGETS];
static int target_count, port;
static int is_one_socket;
static long given, answered, failed, operations;

static double cpu_micros(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void die(const char *what) {
    snmp_perror(what);
    exit(1);
}

static void report(double cpu, double wall) {
    printf("operations=%ld failed=%ld cpu_micros=%.0f seconds=%.6f\n", answered, failed, cpu, wall);
}

static int on_answer(int operation, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *magic);

static netsnmp_session *open_session(const char *peer) {
    netsnmp_session settings, *opened;
    snmp_sess_init(&settings);
    settings.version = SNMP_VERSION_2c;
    settings.peername = (char *) peer;
    settings.community = (u_char *) "lab-ro";
    settings.community_len = 6;
    settings.timeout = 2 * SECOND;
    settings.retries = 3;
    settings.callback = on_answer;
    opened = snmp_open(&settings);
    if (opened == NULL) die("snmp_open");
    return opened;
}

/* The address of a PDU, as the UDP transport's own receive leaves it in answers. */
static void address_to(netsnmp_pdu *pdu, struct in_addr address) {
    netsnmp_indexed_addr_pair *to = calloc(1, sizeof *to);
    to->remote_addr.sin.sin_family = AF_INET;
    to->remote_addr.sin.sin_addr = address;
    to->remote_addr.sin.sin_port = htons(port);
    pdu->transport_data = to;
    pdu->transport_data_length = sizeof *to;
}

static void give(void) {
    int target = given++ % target_count;
    netsnmp_pdu *pdu = snmp_pdu_create(SNMP_MSG_GET);
    snmp_add_null_var(pdu, SYS_UP_TIME, OID_LENGTH(SYS_UP_TIME));
    if (is_one_socket) address_to(pdu, targets[target]);
    if (!snmp_send(sessions[is_one_socket ? 0 : target], pdu)) die("snmp_send");
}

static int on_answer(int operation, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *magic) {
    (void) session, (void) id, (void) magic;
    answered++;
    if (operation != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE || pdu->errstat != SNMP_ERR_NOERROR
        || pdu->variables->type != ASN_TIMETICKS) failed++;
    if (given < operations) give();
    return 1;
}

static void gets(const char *file, int in_flight) {
    char line[64], peer[96];
    FILE *list = fopen(file, "r");
    if (list == NULL) die(file);
    while (target_count < MOST_TARGETS && fscanf(list, "%63s", line) == 1) {
        if (!inet_aton(line, &targets[target_count])) die(line);
        if (!is_one_socket || target_count == 0) {
            snprintf(peer, sizeof peer, "udp:%s:%d", line, port);
            sessions[target_count] = open_session(peer);
        }
        target_count++;
    }
    fclose(list);
    double cpu = cpu_micros(), wall = seconds();
    for (int i = 0; i < in_flight && given < operations; i++) give();
    netsnmp_large_fd_set ready;
    netsnmp_large_fd_set_init(&ready, 2 * MOST_TARGETS);
    while (answered < operations) {
        int highest = 0, blocks = 1;
        struct timeval timeout = {1, 0};
        NETSNMP_LARGE_FD_ZERO(&ready);
        snmp_select_info2(&highest, &ready, &timeout, &blocks);
        int count = netsnmp_large_fd_set_select(highest, &ready, NULL, NULL, blocks ? NULL : &timeout);
        if (count > 0) snmp_read2(&ready);
        else snmp_timeout();
    }
    report(cpu_micros() - cpu, seconds() - wall);
}

static void walk(const char *address, const char *root_text, int max_repetitions) {
    char peer[96];
    oid root[MAX_OID_LEN], at[MAX_OID_LEN];
    size_t root_length = MAX_OID_LEN, length;
    snprintf(peer, sizeof peer, "udp:%s:%d", address, port);
    netsnmp_session *session = open_session(peer);
    if (!read_objid(root_text, root, &root_length)) die(root_text);
    memcpy(at, root, sizeof at);
    length = root_length;
    double cpu = cpu_micros(), wall = seconds();
    for (int within = 1; within;) {
        netsnmp_pdu *answer, *pdu = snmp_pdu_create(SNMP_MSG_GETBULK);
        pdu->non_repeaters = 0;
        pdu->max_repetitions = max_repetitions;
        snmp_add_null_var(pdu, at, length);
        if (snmp_synch_response(session, pdu, &answer) != STAT_SUCCESS || answer->errstat != SNMP_ERR_NOERROR)
            die("walk");
        for (netsnmp_variable_list *var = answer->variables; var && within; var = var->next_variable) {
            within = var->type != SNMP_ENDOFMIBVIEW && var->name_length > root_length
                && snmp_oidtree_compare(root, root_length, var->name, var->name_length) == 0;
            if (!within) break;
            if (snmp_oid_compare(at, length, var->name, var->name_length) >= 0) die("order");
            memcpy(at, var->name, var->name_length * sizeof(oid));
            length = var->name_length;
            answered++;
        }
        snmp_free_pdu(answer);
    }
    report(cpu_micros() - cpu, seconds() - wall);
}

int main(int count, char **arguments) {
    if (count != 6) return 64;
    setenv("MIBS", "", 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
    netsnmp_ds_set_int(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_CLIENTRECVBUF, 4 << 20);
    init_snmp("bench");
    port = atoi(arguments[3]);
    if (strcmp(arguments[1], "walk") == 0) {
        walk(arguments[2], arguments[4], atoi(arguments[5]));
    } else {
        is_one_socket = strcmp(arguments[1], "socket") == 0;
        operations = atol(arguments[5]);
        gets(arguments[2], atoi(arguments[4]));
    }
    return 0;
}
