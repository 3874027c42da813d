/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdio.h>
#include <string.h>

/*
 * Writes a capture to measure with, the same one on each run. A transfer is that of the sample
 * capture: a call, a REFER, the call that it causes, three reports and both ends, 22 messages of
 * the size that phones send. Many run at a time, as on a line that a company's phones share.
 */

#define START_S     1708603200 /* 2024-02-22 12:00:00 UTC */
#define AT_A_TIME   16         /* transfers that begin together, STEP_MS before the next */
#define STEP_MS     400
#define N_STEPS     22
#define N_USERS     300
#define HEADERS     (14 + 20 + 8) /* Ethernet, IPv4, UDP */

typedef struct {
  guint transferee, transferor, target;
  guint number;
} Transfer;

/* Who sends, what, and in which of the two dialogs. */
typedef enum { CALL, NEW_CALL } Leg;

typedef struct {
  Leg         leg;
  gboolean    from_caller;
  const char *start;   /* method, or status */
  const char *method;  /* of CSeq */
  guint       cseq;
  const char *body;    /* "sdp", or a sipfrag */
  const char *state;   /* of the subscription */
} Step;

static const Step steps[N_STEPS] = {
  { CALL, TRUE, "INVITE", "INVITE", 1, "sdp", NULL },
  { CALL, FALSE, "100 Trying", "INVITE", 1, NULL, NULL },
  { CALL, FALSE, "180 Ringing", "INVITE", 1, NULL, NULL },
  { CALL, FALSE, "200 OK", "INVITE", 1, "sdp", NULL },
  { CALL, TRUE, "ACK", "ACK", 1, NULL, NULL },
  { CALL, FALSE, "REFER", "REFER", 101, NULL, NULL },
  { CALL, TRUE, "202 Accepted", "REFER", 101, NULL, NULL },
  { NEW_CALL, TRUE, "INVITE", "INVITE", 1, "sdp", NULL },
  { CALL, TRUE, "NOTIFY", "NOTIFY", 2, "SIP/2.0 100 Trying\r\n", "active;expires=60" },
  { CALL, FALSE, "200 OK", "NOTIFY", 2, NULL, NULL },
  { NEW_CALL, FALSE, "100 Trying", "INVITE", 1, NULL, NULL },
  { NEW_CALL, FALSE, "180 Ringing", "INVITE", 1, NULL, NULL },
  { CALL, TRUE, "NOTIFY", "NOTIFY", 3, "SIP/2.0 180 Ringing\r\n", "active;expires=60" },
  { CALL, FALSE, "200 OK", "NOTIFY", 3, NULL, NULL },
  { NEW_CALL, FALSE, "200 OK", "INVITE", 1, "sdp", NULL },
  { NEW_CALL, TRUE, "ACK", "ACK", 1, NULL, NULL },
  { CALL, TRUE, "NOTIFY", "NOTIFY", 4, "SIP/2.0 200 OK\r\n", "terminated;reason=noresource" },
  { CALL, FALSE, "200 OK", "NOTIFY", 4, NULL, NULL },
  { CALL, TRUE, "BYE", "BYE", 5, NULL, NULL },
  { CALL, FALSE, "200 OK", "BYE", 5, NULL, NULL },
  { NEW_CALL, TRUE, "BYE", "BYE", 2, NULL, NULL },
  { NEW_CALL, FALSE, "200 OK", "BYE", 2, NULL, NULL },
};

static void
put (GString *out,
     guint64  value,
     int      bytes)
{
  while (bytes-- > 0)
    g_string_append_c (out, (char) (value >> 8 * bytes));
}

/* A packet of pcap in the order of bytes of this machine. */
static void
write_packet (FILE          *file,
              gint64         time_us,
              guint          from,
              guint          to,
              const GString *message)
{
  guint length = HEADERS + message->len;
  guint32 record[4] = { START_S + time_us / G_USEC_PER_SEC, time_us % G_USEC_PER_SEC, length,
                        length };
  g_autoptr (GString) out = g_string_sized_new (HEADERS);
  guint32 sum = 0;

  put (out, 0x020000000001, 6);
  put (out, 0x020000000002, 6);
  put (out, 0x0800, 2);
  put (out, 0x45000000 | (length - 14), 4);
  put (out, 0x00004000, 4);
  put (out, 0x40110000, 4);
  put (out, 0x0a000000 | (from + 1), 4);
  put (out, 0x0a000000 | (to + 1), 4);
  for (gsize i = 14; i < out->len; i += 2)
    sum += (guint8) out->str[i] << 8 | (guint8) out->str[i + 1];
  sum = (sum & 0xffff) + (sum >> 16);
  sum = ~((sum & 0xffff) + (sum >> 16));
  out->str[24] = (char) (sum >> 8);
  out->str[25] = (char) sum;
  put (out, 5060 << 16 | 5060, 4);
  put (out, (guint64) (length - 34) << 16, 4);
  fwrite (record, sizeof record, 1, file);
  fwrite (out->str, out->len, 1, file);
  fwrite (message->str, message->len, 1, file);
}

static void
write_file_header (FILE *file)
{
  const guint32 header[6] = { 0xa1b2c3d4, 2 | 4 << 16, 0, 0, 65535, 1 };

  fwrite (header, sizeof header, 1, file);
}

/* Spreads numbers over 32 bits, that tags and branches look as they do in the field. */
static guint
mix (guint number,
     guint salt)
{
  guint64 h = (guint64) number * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + salt * 0x85ebca6bu;

  h ^= h >> 29;
  h *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);

  return (guint) (h >> 32);
}

static Transfer
make_transfer (guint number)
{
  Transfer self = { .number = number, .transferee = mix (number, 1) % N_USERS };

  self.transferor = (self.transferee + 1 + mix (number, 2) % (N_USERS / 2 - 1)) % N_USERS;
  self.target = (self.transferor + 1 + mix (number, 3) % (N_USERS / 2 - 1)) % N_USERS;

  return self;
}

static void
append_user (GString    *out,
             const char *header,
             guint       user,
             guint       tag)
{
  g_string_append_printf (out, "%s: \"User %u\" <sip:user%u@example.com>", header, user, user);
  if (tag != 0)
    g_string_append_printf (out, ";tag=%08x", tag);
  g_string_append (out, "\r\n");
}

static void
append_address (GString    *out,
                const char *before,
                guint       user,
                const char *after)
{
  user++;
  g_string_append_printf (out, "%s10.%u.%u.%u%s", before, user >> 16, user >> 8 & 0xff,
                          user & 0xff, after);
}

static void
append_body (GString    *out,
             const Step *step,
             guint       sender)
{
  g_autoptr (GString) body = g_string_new (NULL);

  if (g_strcmp0 (step->body, "sdp") == 0) {
    append_address (body, "v=0\r\no=- 3917592000 3917592000 IN IP4 ", sender, "\r\ns=call\r\n");
    append_address (body, "c=IN IP4 ", sender, "\r\nt=0 0\r\nm=audio ");
    g_string_append_printf (body, "%u RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\n"
                            "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
                            "a=fmtp:101 0-15\r\na=sendrecv\r\n", 16384 + sender * 2);
    g_string_append (out, "Content-Type: application/sdp\r\n");
  } else if (step->body) {
    g_string_append (body, step->body);
    g_string_append (out, "Content-Type: message/sipfrag;version=2.0\r\n");
  }
  g_string_append_printf (out, "Content-Length: %zu\r\n\r\n%s", body->len, body->str);
}

/* What both kinds of message have: Via to CSeq. */
static void
append_head (GString        *out,
             const Transfer *transfer,
             const Step     *step,
             guint           caller,
             guint           callee)
{
  gboolean is_response = g_ascii_isdigit (step->start[0]);
  gboolean asked_by_caller = step->from_caller != is_response;
  guint salt = step->leg * 100;
  guint tags[2] = { mix (transfer->number, salt + 10), mix (transfer->number, salt + 11) };
  gboolean is_first = g_str_equal (step->method, "INVITE") &&
                      (!is_response || g_str_has_prefix (step->start, "100"));

  append_address (out, "Via: SIP/2.0/UDP ", asked_by_caller ? caller : callee, ":5060;");
  g_string_append_printf (out, "branch=z9hG4bK%08x%08x;rport\r\n",
                          mix (transfer->number, salt + 20 + step->cseq),
                          mix (g_str_hash (step->method), salt + step->cseq));
  if (!is_response)
    g_string_append (out, "Max-Forwards: 70\r\n");
  append_user (out, "From", asked_by_caller ? caller : callee, tags[!asked_by_caller]);
  append_user (out, "To", asked_by_caller ? callee : caller, is_first ? 0 : tags[asked_by_caller]);
  g_string_append_printf (out, "Call-ID: %08x%08x%08x", mix (transfer->number, salt + 30),
                          mix (transfer->number, salt + 31), transfer->number);
  append_address (out, "@", caller, "\r\n");
  g_string_append_printf (out, "CSeq: %u %s\r\n", step->cseq, step->method);
}

static void
append_refer (GString        *out,
              const Transfer *transfer)
{
  g_string_append_printf (out, "Refer-To: <sip:user%u@example.com>\r\n", transfer->target);
  append_user (out, "Referred-By", transfer->transferor, 0);
}

static void
write_step (FILE           *file,
            const Transfer *transfer,
            const Step     *step,
            gint64          time_us)
{
  g_autoptr (GString) out = g_string_sized_new (1024);
  guint caller = transfer->transferee;
  guint callee = step->leg == CALL ? transfer->transferor : transfer->target;
  guint sender = step->from_caller ? caller : callee;
  guint receiver = step->from_caller ? callee : caller;

  if (g_ascii_isdigit (step->start[0]))
    g_string_append_printf (out, "SIP/2.0 %s\r\n", step->start);
  else if (step->leg == NEW_CALL || g_str_equal (step->start, "INVITE"))
    g_string_append_printf (out, "%s sip:user%u@example.com SIP/2.0\r\n", step->start, receiver);
  else
    g_string_append_printf (out, "%s sip:user%u@10.0.%u.%u:5060 SIP/2.0\r\n", step->start, receiver,
                            (receiver + 1) >> 8, (receiver + 1) & 0xff);
  append_head (out, transfer, step, caller, callee);
  g_string_append_printf (out, "Contact: <sip:user%u@10.0.%u.%u:5060>\r\n", sender,
                          (sender + 1) >> 8, (sender + 1) & 0xff);
  g_string_append (out, "User-Agent: Desk Phone 4.2.1\r\n"
                   "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REFER, INFO, UPDATE\r\n"
                   "Supported: replaces, timer, norefersub\r\n");
  if (g_str_equal (step->start, "REFER"))
    append_refer (out, transfer);
  if (step->leg == NEW_CALL && g_str_equal (step->start, "INVITE"))
    append_user (out, "Referred-By", transfer->transferor, 0);
  if (step->state)
    g_string_append_printf (out, "Event: refer\r\nSubscription-State: %s\r\n", step->state);
  append_body (out, step, sender);
  write_packet (file, time_us, sender, receiver, out);
}

/* In each step every transfer that runs sends one message. */
static void
write_transfers (FILE  *file,
                 guint  n_transfers)
{
  guint n_groups = (n_transfers + AT_A_TIME - 1) / AT_A_TIME;

  for (guint now = 0; now < n_groups + N_STEPS - 1; now++) {
    gint64 time_us = (gint64) now * STEP_MS * 1000;

    for (guint step = MIN (now, N_STEPS - 1) + 1; step-- > 0;) {
      guint first = (now - step) * AT_A_TIME;

      for (guint i = first; i < MIN (first + AT_A_TIME, n_transfers); i++) {
        Transfer transfer = make_transfer (i);

        write_step (file, &transfer, &steps[step], time_us);
        time_us += 100;
      }
    }
  }
}

/* A call that the two keep asking each other in. */
static void
write_dialog (FILE  *file,
              guint  n_messages)
{
  Transfer call = make_transfer (1);

  for (guint i = 0; i < n_messages; i++) {
    Step info = { CALL, i % 4 == 1 || i % 4 == 2, i % 2 ? "INFO" : "200 OK", "INFO", i / 2, NULL,
                  NULL };

    write_step (file, &call, i < 5 ? &steps[i] : &info, (gint64) i * 1000);
  }
}

int
main (int    argc,
      char **argv)
{
  int transfers = 0;
  int messages = 0;
  const GOptionEntry entries[] = {
    { "transfers", 't', 0, G_OPTION_ARG_INT, &transfers, "as many transfers, 22 messages each",
      "N" },
    { "dialog", 'd', 0, G_OPTION_ARG_INT, &messages, "one call of as many messages", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE");
  g_autoptr (GError) error = NULL;
  FILE *file;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || transfers < 0 ||
      messages < 0) {
    g_printerr ("%s", error ? error->message : "Name a file. See --help.");
    g_printerr ("\n");
    return 2;
  }
  file = fopen (argv[1], "wb");
  if (!file) {
    g_printerr ("%s cannot be written.\n", argv[1]);
    return 1;
  }
  write_file_header (file);
  write_transfers (file, (guint) transfers);
  write_dialog (file, (guint) messages);

  return ferror (file) | fclose (file) ? 1 : 0;
}
